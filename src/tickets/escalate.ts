import type { Tx } from '#src/db/connect.ts'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'
import type { Escalate } from '#src/sla/sla-due.ts'
import { localVisit } from '#src/visit.ts'
import { findAssignee } from './find-assignee.ts'
import { promiseChange } from './promise-change.ts'
import { changeRow, lockTicket, type TicketColumns, type TicketRow } from './queries.ts'
import { isOver } from './status.ts'
import { columnsOfAssignee, tellMore } from './ticket-change.ts'

const VISIT = localVisit('sla')

/** L-03: what a policy wants done with a ticket that waits too long. By nobody, and the CRM hears of it as of all that is done here. */
export const escalate: Escalate = async (tx, { ticketId, actions, now, tell }) => {
  const before = await lockTicket(tx, ticketId)
  if (!before || isOver(before.status)) return
  let wished: TicketColumns = {}
  for (const action of actions)
    if (action.kind === 'raise-priority') wished = { ...wished, ...raised(before) }
    else wished = { ...wished, ...(await reassigned(tx, before, action.to as UserId, now)) }
  const how = { actorId: null, action: 'ticket-escalated', visit: VISIT, tell, now } as const
  const after = await changeRow(tx, before, wished, how)
  tellMore(before, after, null, tell)
  await promiseChange(tx, before, after)
}

/** Nothing is above the most urgent. */
function raised({ priority }: TicketRow): TicketColumns {
  const next = PRIORITIES[PRIORITIES.indexOf(priority) - 1]
  return next ? { priority: next } : {}
}

/** Somebody who has left the team since the policy was made is given nothing. */
async function reassigned(tx: Tx, before: TicketRow, to: UserId, now: Date): Promise<TicketColumns> {
  const found = await findAssignee(tx, to)
  return found ? columnsOfAssignee(before, found, now) : {}
}
