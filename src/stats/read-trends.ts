import { type SQL, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
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
  const at = (moment: SQL) => sql`date_trunc(${bucket}, ${moment} at time zone ${timeZone})::date`
  const counted = (moment: SQL, name: string, more = sql`null::float8`) => sql`
    select ${at(moment)} as day, ${name} as name, count(*)::int as tickets, ${more} as average
    from deals where ${moment} >= ${startOf(from, timeZone)} and ${moment} < ${endOf(to, timeZone)} and ${matches}
    group by 1`
  const rows = await db.execute<Trend>(sql`
    with counted as (
      ${counted(sql`${deals.createdAt}`, 'opened')} union all
      ${counted(sql`${deals.resolvedAt}`, 'resolved')} union all
      ${counted(sql`${deals.closedAt}`, 'closed')} union all
      ${counted(sql`${deals.ratedAt}`, 'rated', sql`avg(${deals.rating})::float8`)}
    ), days as (
      select generate_series(date_trunc(${bucket}, ${from}::date::timestamp), ${to}::date::timestamp,
        ${`1 ${bucket}`}::interval)::date as day
    )
    select to_char(day, 'YYYY-MM-DD') as "from", ${of('opened')}, ${of('resolved')}, ${of('closed')}, ${of('rated')},
      max(average) filter (where name = 'rated') as rating_avg
    from days left join counted using (day) group by day order by day`)
  return { from, to, bucket, points: [...rows] }
}

const of = (name: string) =>
  sql`coalesce(max(tickets) filter (where name = ${name}), 0)::int as ${sql.identifier(name)}`
