import { and, count, desc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { type Db, isTooSlow } from '#src/db/connect.ts'
import { categories, deals } from '#src/db/ticket-schema.ts'
import { type ListedTicket, listedColumns } from './queries.ts'
import type { Search } from './search.ts'
import { keyOf, type Order, type Position } from './ticket-order.ts'

/** Among so many of the newest that match are the best looked for: beyond, nobody reads on, and each costs. */
const MOST_RANKED = 1_000
/** Counted so far, and not further: counting a million takes longer than finding the first twenty. */
const MOST_COUNTED = 10_000
const COUNT_TIMEOUT_MS = 150

export type FoundTicket = {
  row: ListedTicket
  category: { slug: string; labels: Record<string, string> } | null
}
const CATEGORY = { slug: categories.slug, labels: categories.labels }

type Place = { limit: number; skip: number; cursor?: Position | undefined }
export type Page = { found: FoundTicket[]; nextCursor: Position | null }

/** The tickets that fulfil `wanted`, from the place on; a ticket that comes in meanwhile moves nobody from one page to another. */
export async function findTickets(
  db: Db,
  wanted: SQL | undefined,
  order: Order,
  { limit, skip, cursor }: Place,
): Promise<Page> {
  const { column, text, behind } = keyOf(order)
  const rows = await db
    .select({ row: listedColumns, category: CATEGORY, key: text })
    .from(deals)
    .leftJoin(categories, eq(categories.id, deals.categoryId))
    .where(and(wanted, cursor && behind(cursor)))
    .orderBy(sql`${column} ${sql.raw(order.direction)}`, sql`${deals.id} ${sql.raw(order.direction)}`)
    .offset(skip)
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    found: rows.slice(0, limit),
    nextCursor: last ? ([order.sort, order.direction, last.key, last.row.id] as Position) : null,
  }
}

/** What fits best first, among the newest that match. */
export async function rankTickets(
  db: Db,
  wanted: SQL | undefined,
  { matches, rank }: Search,
  { limit, skip, cursor }: Place,
): Promise<Page & { total: number | undefined }> {
  const [, , lastRank, lastId, newest] = cursor?.[0] === 'relevance' ? cursor : []
  const candidates = db
    .select({ id: deals.id })
    .from(deals)
    .where(and(wanted, matches, newest === undefined ? undefined : lte(deals.id, sql`${newest}::integer`)))
    .orderBy(desc(deals.id))
    .limit(MOST_RANKED)
  const ranked = await db
    .select({ id: deals.id, rank: rank.as('rank') })
    .from(deals)
    .where(
      inArray(deals.id, db.select({ id: candidates.as('candidates').id }).from(candidates.as('candidates'))),
    )
    .orderBy(desc(sql`rank`), desc(deals.id))
  const rest =
    lastRank === undefined || lastId === undefined
      ? ranked.slice(skip)
      : ranked.filter((one) => one.rank < lastRank || (one.rank === lastRank && one.id < lastId))
  const wantedIds = rest.slice(0, limit).map(({ id }) => id)
  const rows = await rowsOf(db, and(wanted, inArray(deals.id, wantedIds)))
  const last = rest.length > limit ? rest[limit - 1] : undefined
  const newestId = newest ?? Math.max(...ranked.map(({ id }) => id))
  return {
    found: wantedIds.flatMap((id) => rows.find(({ row }) => row.id === id) ?? []),
    nextCursor: last ? ['relevance', 'desc', last.rank, last.id, newestId] : null,
    total: ranked.length < MOST_RANKED ? ranked.length : undefined,
  }
}

const rowsOf = (db: Db, wanted: SQL | undefined) =>
  db
    .select({ row: listedColumns, category: CATEGORY })
    .from(deals)
    .leftJoin(categories, eq(categories.id, deals.categoryId))
    .where(wanted)

/**
 * How many there are; undefined: more than anybody looks through, or than can be counted while somebody waits. Of several
 * conditions those that fulfil one of them, and none may fulfil two.
 */
export async function countTickets(db: Db, ...wanted: (SQL | undefined)[]): Promise<number | undefined> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${COUNT_TIMEOUT_MS}`))
      let total = 0
      for (const one of wanted) {
        const some = tx
          .select({ one: sql`1`.as('one') })
          .from(deals)
          .where(one)
          .limit(MOST_COUNTED + 1)
          .as('some')
        const [row] = await tx.select({ total: count() }).from(some)
        total += row?.total ?? 0
        if (total > MOST_COUNTED) return undefined
      }
      return total
    })
  } catch (error) {
    if (isTooSlow(error)) return undefined
    throw error
  }
}
