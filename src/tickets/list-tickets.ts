import { and } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import type { Ports } from '#src/ports.ts'
import { countTickets, findTickets, type Page, rankTickets } from './find-tickets.ts'
import type { TicketFilter } from './ticket-filter.ts'
import { type Direction, orderOf, type Position, type Sort } from './ticket-order.ts'
import { wantedTickets } from './wanted-tickets.ts'

type Wish = TicketFilter & { sort?: Sort | undefined; order?: Direction | undefined }
type Place = { limit: number; skip: number; cursor?: Position | undefined }

/** What the caller asks for of what they may see. Pages after the first come without a total: it was told. */
export async function listTickets(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  { sort, order: direction, ...filter }: Wish,
  { timeZone, ...place }: Place & { timeZone: string },
): Promise<Page & { total: number | undefined }> {
  const { wanted, search, parts } = await wantedTickets(db, caller, filter, { now: clock(), timeZone })
  const { cursor } = place
  const order = cursor
    ? orderOf(cursor[0], cursor[1])
    : orderOf(sort ?? (search ? 'relevance' : 'created'), direction)
  if (search && order.sort === 'relevance') return rankTickets(db, wanted, search, place)
  const [page, total] = await Promise.all([
    findTickets(db, and(wanted, search?.matches), order, place),
    cursor ? undefined : countTickets(db, ...parts),
  ])
  return { ...page, total }
}
