import { authorizeTicket, type Caller, type TicketAction } from '#src/auth/access.ts'
import type { TicketAudit } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import type { TicketId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { changeAtOnce } from './begin-change.ts'
import { type Place, placeOf } from './move.ts'
import { findTicket, lockTicket, type TicketColumns, type TicketRow } from './queries.ts'

export type OwnPorts = Pick<Ports, 'db' | 'clock' | 'jobs' | 'stageMap' | 'dictionaries'>
type Doing = {
  caller: Caller
  ticketId: TicketId
  /** What the policy is asked. */
  action: TicketAction
  /** What the audit log calls it. */
  name: TicketAudit
  visit: Visit
}
type Around = { tx: Tx; place: Place; now: Date }
type Decide = (before: TicketRow, around: Around) => TicketColumns | Promise<TicketColumns>
type Also = (after: TicketRow, around: Around, tell: Tell) => Promise<TicketRow>

/** Whatever requesters do with their tickets: it is so at once, and the CRM hears of it when it can. */
export async function changeOwn(
  ports: OwnPorts,
  { caller, ticketId, action, name, visit }: Doing,
  decide: Decide,
  also?: Also,
): Promise<TicketRow> {
  const { db, clock, jobs } = ports
  const place = await placeOf(ports, authorizeTicket(caller, action, await findTicket(db, ticketId)))
  const row = await db.transaction(async (tx) => {
    const before = authorizeTicket(caller, action, await lockTicket(tx, ticketId))
    const now = clock()
    const around = { tx, place, now }
    return changeAtOnce(tx, before, await decide(before, around), {
      ...{ caller, visit, now, action: name },
      also: also && ((after, tell) => also(after, around, tell)),
    })
  })
  jobs.wake()
  return row
}
