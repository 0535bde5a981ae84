import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { TicketId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { changeOwn } from './change-own.ts'
import { type Changed, type ChangePorts, type Rules, seeThrough } from './change-ticket.ts'
import { columnsOfMove } from './move.ts'
import { findTicket } from './queries.ts'
import { nextStatus } from './status.ts'

/** What was over is not. Whoever asked for help may say so for a while, the team always. */
export async function reopenTicket(
  ports: ChangePorts,
  rules: Rules,
  caller: Caller,
  ticketId: TicketId,
  visit: Visit,
): Promise<Changed> {
  const found = authorizeTicket(caller, 'ticket:reopen', await findTicket(ports.db, ticketId))
  if (found.userId !== caller.userId) {
    const change = { isReopened: true as const }
    return seeThrough(ports, rules, { caller, ticketId, changeOf: () => change, match: null, visit })
  }
  const row = await changeOwn(
    ports,
    { caller, ticketId, action: 'ticket:reopen', name: 'ticket-reopened', visit },
    (before, { place, now }) => {
      const to = nextStatus(
        before,
        { kind: 'reopened', by: isOfTheTeam(caller) ? 'team' : 'requester' },
        rules,
        now,
      )
      return to === 'follow-up' ? {} : columnsOfMove(place, before, to, now)
    },
  )
  return { row, isChanged: true, isPending: false }
}
