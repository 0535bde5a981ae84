import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import type { TicketAudit } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import type { JobId, TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Config, Ports } from '#src/ports.ts'
import { refuseOtherVersion } from '#src/version-match.ts'
import type { Visit } from '#src/visit.ts'
import { differingParts } from './crm-parts.ts'
import { placeOf } from './move.ts'
import { unanswered } from './pending-changes.ts'
import { promiseChange, ticketKey } from './promise-change.ts'
import { changeRow, findTicket, lockTicket, type TicketColumns, type TicketRow } from './queries.ts'
import { type SaidWith, sayWithChange } from './say-with-change.ts'
import { columnsOfChange, seenOf, type TicketChange, tellMore } from './ticket-change.ts'

export type BeginPorts = Pick<Ports, 'db' | 'clock' | 'jobs' | 'stageMap' | 'dictionaries'>
/** The versions that a change may be made to; null: any. */
export type Match = readonly number[] | null
export type Wanted = {
  caller: Caller
  ticketId: TicketId
  changeOf: (row: TicketRow) => TicketChange
  match: Match
  visit: Visit
  /** Said with it, once it is done. */
  message?: SaidWith | undefined
  once?: Once | undefined
}
/** The same request may come again: what became of the first is found, or kept for the next. The ticket is locked. */
export type Once = {
  find(tx: Tx, row: TicketRow): Promise<Begun | null>
  /** null: nothing has to be waited for. */
  keep(tx: Tx, jobId: JobId | null): Promise<void>
}
export type Begun =
  | { state: 'done'; row: TicketRow; isChanged: boolean }
  | { state: 'asked'; jobId: JobId }
  /** Somebody else asked before, and what comes of that decides whether `match` still holds. */
  | { state: 'busy'; jobId: JobId }

/** What the CRM does not show is done at once; for the rest the CRM is asked first: see ask-change.ts. */
export async function beginChange(
  ports: BeginPorts,
  rules: Config['tickets'],
  { caller, ticketId, changeOf, match, visit, message, once }: Wanted,
  { mayQueue }: { mayQueue: boolean },
): Promise<Begun> {
  const { db, clock, jobs } = ports
  const place = await placeOf(ports, authorizeTicket(caller, 'ticket:change', await findTicket(db, ticketId)))
  const sayIt =
    message === undefined ? null : await sayWithChange(ports, rules, { actorId: caller.userId, message })
  const begun = await db.transaction(async (tx): Promise<Begun> => {
    const before = authorizeTicket(caller, 'ticket:change', await lockTicket(tx, ticketId))
    refuseOtherVersion(before, match)
    const repeated = await once?.find(tx, before)
    if (repeated) return repeated
    const earlier = match && !mayQueue ? (await unanswered(tx, ticketId)).at(-1) : undefined
    if (earlier) return { state: 'busy', jobId: earlier.id }
    const change = changeOf(before)
    const now = clock()
    const columns = columnsOfChange(before, change, { place, rules, now })
    const parts = differingParts(before, { ...before, ...columns } as TicketRow)
    if (before.dealId !== null && parts.length > 0) {
      const asked = { ticketId, actorId: caller.userId, change, seen: match && seenOf(before, change) }
      const { requestId, address } = visit
      const options = { key: ticketKey(ticketId), lane: 'people' } as const
      const jobId = await promise(tx, 'ask-change', { ...asked, message, requestId, address }, options)
      await once?.keep(tx, jobId)
      return { state: 'asked', jobId }
    }
    const row = await changeAtOnce(tx, before, columns, {
      ...{ caller, visit, now, action: 'ticket-changed' },
      also: sayIt && ((after, tell) => sayIt(tx, after, { place, now, visit, tell })),
    })
    await once?.keep(tx, null)
    return { state: 'done', row, isChanged: row.version !== before.version }
  })
  if (begun.state !== 'busy') jobs.wake()
  return begun
}

type How = {
  caller: Caller
  visit: Visit
  now: Date
  action: TicketAudit
  /** What else is done with it, told in one go. */
  also?: ((after: TicketRow, tell: Tell) => Promise<TicketRow>) | null | undefined
}

/** Here now, and promised to the CRM. The row must be locked. */
export const changeAtOnce = (
  tx: Tx,
  before: TicketRow,
  columns: TicketColumns,
  { caller, also, ...how }: How,
): Promise<TicketRow> =>
  telling(tx, async (tell) => {
    const { userId: actorId } = caller
    const after = await changeRow(tx, before, columns, { actorId, tell, ...how })
    tellMore(before, after, actorId, tell)
    await promiseChange(tx, before, after)
    return also ? also(after, tell) : after
  })
