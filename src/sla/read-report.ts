import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { countedTickets } from '#src/db/facts-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Report, ReportGroup, ReportQuery } from './report.ts'

type At = { now: Date; timeZone: string }
export type Promises = Omit<ReportGroup, 'group' | 'name'>
export type PromiseRow = Omit<Promises, 'first_response' | 'resolution'> & {
  first_avg: number | null
  solved_avg: number | null
  /** What half, and what nine of ten, did not go beyond. */
  first_shares: (number | null)[] | null
  solved_shares: (number | null)[] | null
}
type Row = PromiseRow & { group: string | null; name: string | null; is_total: boolean }

/** One statement over the facts of what was filed in the period. `wanted`: which of all tickets are looked at. */
export async function readReport(
  db: Db,
  query: ReportQuery,
  { now, timeZone }: At,
  wanted: SQL = sql`true`,
): Promise<Report> {
  const { from, to, group_by } = query
  const { by, key, name } = GROUPS(timeZone)[group_by]
  const rows = await db.execute<Row>(sql`
    select ${key} as "group", ${name} as name, grouped.* from (
      select by, max(${deals.responsible}) as responsible, grouping(by) = 1 as is_total, ${promiseColumns(now)}
      from (
        select deals.*, ${by} as by from ${countedTickets}
        where ${deals.createdAt} >= ${startOf(from, timeZone)} and ${deals.createdAt} < ${endOf(to, timeZone)}
          and ${wanted}
      ) as deals group by grouping sets ((by), ())
    ) as grouped
    order by is_total, ${group_by === 'priority' ? BY_URGENCY : sql`"group" nulls last`}`)
  const groups = rows
    .filter(({ is_total }) => !is_total)
    .map((row) => ({ group: row.group, name: row.name, ...showPromises(row) }))
  const total = rows.find(({ is_total }) => is_total)
  if (!total) throw new Error('a total of nothing is nothing, and not no row')
  return { from, to, group_by, groups, total: showPromises(total) }
}

/** How promises were kept, as columns of whatever is counted. */
export function promiseColumns(now: Date): SQL {
  const moment = sql`${now.toISOString()}::timestamptz`
  const isBroken = sql`(late_at is not null and late_at < ${moment})`
  return sql`count(*)::int as tickets,
    (count(*) filter (where is_fulfilled and not ${isBroken}))::int as met,
    (count(*) filter (where ${isBroken}))::int as breached,
    (count(*) filter (where short_at <= ${moment} and not ${isBroken}))::int as at_risk,
    avg(answered_us)::float8 as first_avg, avg(solved_us)::float8 as solved_avg,
    percentile_cont(array[0.5, 0.9]) within group (order by answered_us) as first_shares,
    percentile_cont(array[0.5, 0.9]) within group (order by solved_us) as solved_shares`
}

export const showPromises = ({ tickets, met, breached, at_risk, ...row }: PromiseRow): Promises => ({
  ...{ tickets, met, breached, at_risk },
  first_response: timesOf(row.first_avg, row.first_shares),
  resolution: timesOf(row.solved_avg, row.solved_shares),
})

/** `by`: of each ticket, and cheap; `key` and `name` of each group, in the end. */
export const GROUPS = (
  timeZone: string,
): Record<ReportQuery['group_by'], { by: SQL; key: SQL; name: SQL }> => ({
  priority: asWritten(sql`${deals.priority}`),
  department: asWritten(sql`${deals.assigneeDepartment}`),
  // Those without an account here are known to the CRM alone.
  agent: {
    ...asWritten(sql`coalesce(${deals.responsibleId}::text, 'crm-' || ${deals.responsibleCrmId})`),
    name: sql`responsible`,
  },
  category: {
    by: sql`${deals.categoryId}`,
    key: sql`(select c.slug from categories c where c.id = by)`,
    name: sql`(select c.labels->>'pt-BR' from categories c where c.id = by)`,
  },
  day: {
    by: sql`(${deals.createdAt} at time zone ${timeZone})::date`,
    key: sql`to_char(by, 'YYYY-MM-DD')`,
    name: sql`null::text`,
  },
})
/** Sorted by bytes, which is many times as fast, and only in the end as people do. */
function asWritten(by: SQL) {
  const shown = sql`by collate "default"`
  return { by: sql`${by} collate "C"`, key: shown, name: shown }
}
const BY_URGENCY = sql`array_position(array['urgent', 'high', 'medium', 'low'], by::text)`

/** A day is one of the business: in its zone, from midnight to midnight. */
export const startOf = (text: string, timeZone: string, days = 0): SQL =>
  text.includes('T')
    ? sql`${text}::timestamptz`
    : sql`(${text}::date + ${days}::integer)::timestamp at time zone ${timeZone}`
export const endOf = (text: string, timeZone: string) => startOf(text, timeZone, 1)

const timesOf = (average: number | null, shares: (number | null)[] | null) => ({
  avg_s: seconds(average),
  p50_s: seconds(shares?.[0] ?? null),
  p90_s: seconds(shares?.[1] ?? null),
})

const seconds = (us: number | null) => (us === null ? null : Math.round(us / 1_000_000))
