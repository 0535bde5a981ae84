import { and, eq, or, type SQL } from 'drizzle-orm'
import { authorizePerson, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { categories, deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { CategoryId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { countTickets, findTickets, type Page, rankTickets } from './find-tickets.ts'
import { searchFor } from './search.ts'
import { conditionsOf, isUnreadFor, type TicketFilter } from './ticket-filter.ts'
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
  const categoryId = filter.category === undefined ? null : await findCategory(db, filter.category)
  const common = and(
    visibleTo(caller, filter.scope === 'mine' ? caller.userId : filter.requester_id),
    scopeOf(caller, filter.scope),
    ...conditionsOf(filter, { now, timeZone, categoryId }),
  )
  const either = filter.unread === undefined ? [undefined] : isUnreadFor(caller, filter.unread)
  const wanted = and(common, or(...either))
  const search = filter.q === undefined ? null : searchFor(filter.q)
  const { cursor } = place
  const order = cursor
    ? orderOf(cursor[0], cursor[1])
    : orderOf(sort ?? (search ? 'relevance' : 'created'), direction)
  if (search && order.sort === 'relevance') return rankTickets(db, wanted, search, place)
  const [page, total] = await Promise.all([
    findTickets(db, and(wanted, search?.matches), order, place),
    cursor ? undefined : countTickets(db, ...either.map((one) => and(common, search?.matches, one))),
  ])
  return { ...page, total }
}

async function findCategory(db: Ports['db'], slug: string): Promise<CategoryId | null> {
  const isIt = and(eq(categories.kind, 'ticket'), eq(categories.slug, slug))
  const [found] = await db.select({ id: categories.id }).from(categories).where(isIt)
  return found?.id ?? null
}

function scopeOf(caller: Caller, scope: TicketFilter['scope']): SQL | undefined {
  if (scope === 'all' && !isOfTheTeam(caller)) throw new DomainError('forbidden')
  if (scope === 'mine') return eq(deals.userId, caller.userId)
  return scope === 'assigned' ? eq(deals.responsibleId, caller.userId) : undefined
}
