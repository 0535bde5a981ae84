import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'

/** So many by chance, whatever their number: those that follow as many places in the order of their numbers. */
export async function sampleDeals(db: Db, most: number): Promise<DealId[]> {
  const rows = await db.execute<{ deal_id: DealId }>(sql`
    with ends as (select min(deal_id) as low, max(deal_id) as high from deals where deal_id is not null),
    places as (select distinct low + floor(random() * (high - low + 1))::int as place
      from ends, generate_series(1, ${most}) where low is not null)
    select distinct next.deal_id from places cross join lateral (
      select deal_id from deals where deal_id >= place order by deal_id limit 1) as next`)
  return rows.map(({ deal_id }) => deal_id)
}

/** The next ones that are mirrored, in the order of their numbers. */
export async function dealsAfter(db: Db, after: number, most: number): Promise<DealId[]> {
  const rows = await db.execute<{ deal_id: DealId }>(
    sql`select deal_id from deals where deal_id > ${after} order by deal_id limit ${most}`,
  )
  return rows.map(({ deal_id }) => deal_id)
}
