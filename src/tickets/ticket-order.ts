import { z } from '@hono/zod-openapi'
import { type SQL, sql } from 'drizzle-orm'
import { deadlineOrNever, deals, urgencyOf } from '#src/db/ticket-schema.ts'

export const SORTS = ['created', 'updated', 'deadline', 'priority', 'relevance'] as const
export type Sort = (typeof SORTS)[number]
export const DIRECTIONS = ['asc', 'desc'] as const
export type Direction = (typeof DIRECTIONS)[number]
export type Order = { sort: Sort; direction: Direction }

/** Where a page ended: what its last row is sorted by, and its id, since many may have the same. */
const id = z.int().min(1).max(2_147_483_647)
const direction = z.enum(DIRECTIONS)
// To the microsecond, as Postgres keeps it: to the millisecond two rows would be one.
const moment = z.iso.datetime({ precision: 6 }).regex(/^[1-9]/)
export const Position = z.union([
  z.tuple([z.enum(['created', 'updated', 'deadline']), direction, moment, id]),
  z.tuple([z.literal('priority'), direction, z.int().min(1).max(4), id]),
  // The last is the newest ticket that was looked at: one that comes in meanwhile pushes none out.
  z.tuple([z.literal('relevance'), z.literal('desc'), z.number(), id, id]),
])
export type Position = z.infer<typeof Position>

/** Without a wish: what fits best where somebody searches, what is due or urgent first, the newest first. */
export const orderOf = (sort: Sort, direction?: Direction): Order => ({
  sort,
  direction: sort === 'relevance' ? 'desc' : (direction ?? (sort === 'deadline' ? 'asc' : 'desc')),
})

type Key = { column: SQL; text: SQL<string | number>; behind(position: Position): SQL }

/** All rows have one, whatever the order, and each has an index that ends in the id. */
export function keyOf({ sort, direction }: Order): Key {
  const column = COLUMNS[sort === 'relevance' ? 'created' : sort]
  const compare = sql.raw(direction === 'asc' ? '>' : '<')
  const type = sql.raw(sort === 'priority' ? 'integer' : 'timestamptz')
  return {
    column,
    text:
      sort === 'priority'
        ? sql<number>`${column}`
        : sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    behind: ([, , key, lastId]) =>
      sql`(${column}, ${deals.id}) ${compare} (${key}::${type}, ${lastId}::integer)`,
  }
}

const COLUMNS = {
  created: sql`${deals.createdAt}`,
  updated: sql`${deals.updatedAt}`,
  deadline: deadlineOrNever(deals.dateDeadline),
  priority: urgencyOf(deals.priority),
}
