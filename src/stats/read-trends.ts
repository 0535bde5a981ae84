import { type SQL, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { countedTickets } from '#src/db/facts-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { endOf, startOf } from '#src/sla/read-report.ts'
import type { Trend, Trends } from './stats.ts'
import type { TrendsQuery } from './stats-query.ts'
import { wantedStats } from './wanted-stats.ts'

/** What happened in each day, week or month: each by the index of the moment that it is about. */
export async function readTrends(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  { bucket, ...query }: TrendsQuery,
  timeZone: string,
): Promise<Trends> {
  const { from, to, matches } = await wantedStats(db, caller, query, { now: clock(), timeZone })
  // Where a moment stands among those that each begins with is found many times as fast as what day it is.
  const counted = (moment: SQL, name: string, rating = sql`null::bigint`) => sql`
    select width_bucket(${moment}, (select starts from spans)) as place, ${name} as name, count(*) as tickets,
      sum(${rating}) as rating, count(${rating}) as ratings
    from ${countedTickets} where ${moment} >= ${startOf(from, timeZone)} and ${moment} < ${endOf(to, timeZone)} and ${matches}
    group by 1`
  const rows = await db.execute<Trend>(sql`
    with spans as (
      select array_agg(day order by day) as days, array_agg(day at time zone ${timeZone} order by day) as starts
      from generate_series(date_trunc(${bucket}, ${from}::date::timestamp), ${to}::date::timestamp,
        ${`1 ${bucket}`}::interval) day
    ), counted as (
      ${counted(sql`${deals.createdAt}`, 'opened')} union all
      ${counted(sql`${deals.resolvedAt}`, 'resolved')} union all
      ${counted(sql`${deals.closedAt}`, 'closed')} union all
      ${counted(sql`${deals.ratedAt}`, 'rated', sql`${deals.rating}`)}
    )
    select to_char(day, 'YYYY-MM-DD') as "from", ${of('opened')}, ${of('resolved')}, ${of('closed')}, ${of('rated')},
      sum(rating)::float8 / nullif(sum(ratings), 0)::float8 as rating_avg
    from spans cross join unnest(days) with ordinality as span (day, place) left join counted using (place)
    group by day order by day`)
  return { from, to, bucket, points: [...rows] }
}

const of = (name: string) =>
  sql`coalesce(sum(tickets) filter (where name = ${name}), 0)::int as ${sql.identifier(name)}`
