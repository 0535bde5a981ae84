import { and, desc, isNotNull, lt, ne, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import type { StatsComment } from './stats.ts'
import type { StatsQuery } from './stats-query.ts'
import { wantedStats } from './wanted-stats.ts'

type Place = { limit: number; skip: number; cursor?: number | undefined }

/** What people wrote to their rating, of tickets that were filed in the period; the newest tickets first. */
export async function listComments(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  query: StatsQuery,
  { timeZone, limit, skip, cursor }: Place & { timeZone: string },
): Promise<{ items: StatsComment[]; nextCursor: number | null; limit: number; skip: number }> {
  const { matches, isFiled } = await wantedStats(db, caller, query, { now: clock(), timeZone })
  const rows = await db
    .select({
      ...{ id: deals.id, number: deals.ticketNumber, title: deals.title, rating: deals.rating },
      ...{ comment: deals.ratingFeedback, ratedAt: deals.ratedAt, agent: deals.responsible },
    })
    .from(deals)
    .where(
      and(
        ...[isNotNull(deals.rating), ne(deals.ratingFeedback, ''), isFiled, matches],
        cursor === undefined ? undefined : lt(deals.id, sql`${cursor}::integer`),
      ),
    )
    .orderBy(desc(deals.id))
    .offset(skip)
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const items = rows.slice(0, limit).map(({ id, number, title, rating, comment, ratedAt, agent }) => ({
    ...{ ticket_id: id, ticket_number: number, title, agent },
    ...{ rating: rating ?? 0, comment: comment ?? '', rated_at: ratedAt?.toISOString() ?? null },
  }))
  return { items, nextCursor: last?.id ?? null, limit, skip }
}
