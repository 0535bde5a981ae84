import { sql } from 'drizzle-orm'
import { deals } from '#src/db/ticket-schema.ts'

export type Csat = { rated: number; satisfied: number; rating_avg: number | null }

/** How content people were, as columns of whatever is counted. */
export const csatColumns = sql`count(${deals.rating})::int as rated,
  (count(*) filter (where ${deals.rating} >= 4))::int as satisfied, avg(${deals.rating}::float8) as rating_avg`

export const showCsat = ({ rated, satisfied, rating_avg }: Csat) => ({
  avg: rating_avg,
  count: rated,
  satisfied_share: rated === 0 ? null : satisfied / rated,
})
