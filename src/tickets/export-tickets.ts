import { and } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import type { CsvLine } from '#src/csv.ts'
import type { Ports } from '#src/ports.ts'
import { type FoundTicket, findTickets } from './find-tickets.ts'
import type { TicketFilter } from './ticket-filter.ts'
import { orderOf, type Position } from './ticket-order.ts'
import { wantedTickets } from './wanted-tickets.ts'

const LOT = 500
/** Newest first, as lists are. */
const ORDER = orderOf('created')

/**
 * Every ticket that is asked for, for spreadsheets: read lot by lot, each behind the last of the one before, so that none is there
 * twice or left out because others come in meanwhile. The first lot is read before anything is answered.
 */
export async function exportTickets(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  filter: TicketFilter,
  timeZone: string,
): Promise<AsyncIterable<CsvLine>> {
  const { wanted, search } = await wantedTickets(db, caller, filter, { now: clock(), timeZone })
  const read = (cursor?: Position) =>
    findTickets(db, and(wanted, search?.matches), ORDER, { limit: LOT, skip: 0, cursor })
  const first = await read()
  return (async function* () {
    yield COLUMNS.map(([name]) => name)
    for (let lot = first; ; lot = await read(lot.nextCursor)) {
      yield* lot.found.map((found) => COLUMNS.map(([, cellOf]) => cellOf(found)))
      if (lot.nextCursor === null) return
    }
  })()
}

const iso = (at: Date | null) => at?.toISOString() ?? null

const COLUMNS: readonly (readonly [string, (found: FoundTicket) => string | number | null])[] = [
  ['ticket_number', ({ row }) => row.ticketNumber],
  ['deal_id', ({ row }) => row.dealId],
  ['title', ({ row }) => row.title],
  ['status', ({ row }) => row.status],
  ['priority', ({ row }) => row.priority],
  ['category', ({ row, category }) => category?.slug ?? row.serviceCategory],
  ['department', ({ row }) => row.assigneeDepartment],
  ['assignee', ({ row }) => row.responsible],
  ['requester', ({ row }) => row.requesterName],
  ['requester_email', ({ row }) => row.requesterEmail],
  ['requester_department', ({ row }) => row.requesterDepartment],
  ['filial', ({ row }) => row.filial],
  ['tags', ({ row }) => row.tags.join(' ')],
  ['messages', ({ row }) => row.messageCount],
  ['created_at', ({ row }) => iso(row.createdAt)],
  ['first_response_at', ({ row }) => iso(row.firstResponseAt)],
  ['deadline', ({ row }) => iso(row.dateDeadline)],
  ['resolved_at', ({ row }) => iso(row.resolvedAt)],
  ['closed_at', ({ row }) => iso(row.closedAt)],
  ['reopened', ({ row }) => row.reopenCount],
  ['rating', ({ row }) => row.rating],
  ['rating_feedback', ({ row }) => row.ratingFeedback],
]
