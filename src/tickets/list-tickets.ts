import { and, eq, type SQL } from 'drizzle-orm'
import { authorizePerson, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import { countTickets, findTickets, type Page, rankTickets } from './find-tickets.ts'
import { searchFor } from './search.ts'
import { conditionsOf, type TicketFilter } from './ticket-filter.ts'
import { type Direction, orderOf, type Position, type Sort } from './ticket-order.ts'
import { visibleTo } from './visible.ts'

type Wish = TicketFilter & { sort?: Sort | undefined; order?: Direction | undefined }
type Place = { limit: number; skip: number; cursor?: Position | undefined }

/** What the caller asks for of what they may see. Pages after the first come without a total: it was told. */
export async function listTickets(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  { sort, order: direction, ...filter }: Wish,
  { timeZone, ...place }: Place & { timeZone: string },
): Promise<Page & { total: number | undefined }> {
  if (filter.requester_id) authorizePerson(caller, filter.requester_id)
  const now = clock()
  const wanted = and(
    visibleTo(caller),
    scopeOf(caller, filter.scope),
    ...conditionsOf(filter, { caller, now, timeZone }),
  )
  const search = filter.q === undefined ? null : searchFor(filter.q)
  const { cursor } = place
  const order = cursor
    ? orderOf(cursor[0], cursor[1])
    : orderOf(sort ?? (search ? 'relevance' : 'created'), direction)
  if (search && order.sort === 'relevance') return rankTickets(db, wanted, search, place)
  const all = and(wanted, search?.matches)
  const [page, total] = await Promise.all([
    findTickets(db, all, order, place),
    cursor ? undefined : countTickets(db, all),
  ])
  return { ...page, total }
}

function scopeOf(caller: Caller, scope: TicketFilter['scope']): SQL | undefined {
  if (scope === 'all' && !isOfTheTeam(caller)) throw new DomainError('forbidden')
  if (scope === 'mine') return eq(deals.userId, caller.userId)
  return scope === 'assigned' ? eq(deals.responsibleId, caller.userId) : undefined
}
