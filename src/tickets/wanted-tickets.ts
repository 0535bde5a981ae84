import { and, eq, or, type SQL } from 'drizzle-orm'
import { authorizePerson, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { categories, deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { CategoryId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { type Search, searchFor } from './search.ts'
import { conditionsOf, isUnreadFor, type TicketFilter } from './ticket-filter.ts'
import { visibleTo, watchedBy } from './visible.ts'

export type Wanted = {
  /** Without what `q` asks for: it may be sorted by how well it fits. */
  wanted: SQL | undefined
  search: Search | null
  /** All of it in parts of which no ticket fulfils two, so that each can be counted by an index of its own. */
  parts: (SQL | undefined)[]
}

/** What the caller asks for of what they may see. */
export async function wantedTickets(
  db: Ports['db'],
  caller: Caller,
  filter: TicketFilter,
  at: { now: Date; timeZone: string },
): Promise<Wanted> {
  // Whether the team has put it off is for the team to know.
  if (filter.snoozed !== undefined && !isOfTheTeam(caller)) throw new DomainError('forbidden')
  if (filter.requester_id) authorizePerson(caller, filter.requester_id)
  const categoryId = filter.category === undefined ? null : await findCategory(db, filter.category)
  const common = and(
    filter.scope === 'watching'
      ? watchedBy(db, caller)
      : visibleTo(caller, filter.scope === 'mine' ? caller.userId : filter.requester_id),
    scopeOf(caller, filter.scope),
    ...conditionsOf(filter, { ...at, categoryId }),
  )
  const either = filter.unread === undefined ? [undefined] : isUnreadFor(caller, filter.unread, filter.scope)
  const search = filter.q === undefined ? null : searchFor(filter.q)
  return {
    wanted: and(common, or(...either)),
    search,
    parts: either.map((one) => and(common, search?.matches, one)),
  }
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
