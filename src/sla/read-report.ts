import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Report, ReportGroup, ReportQuery } from './report.ts'

type At = { now: Date; timeZone: string }
type Row = Omit<ReportGroup, 'first_response' | 'resolution'> & {
  is_total: boolean
  first_avg: number | null
  first_p50: number | null
  first_p90: number | null
  solved_avg: number | null
  solved_p50: number | null
  solved_p90: number | null
}

/**
 * One statement: the period by the index of what was created, their clocks by their key. `wanted`: which of all
 * tickets are looked at.
 */
export async function readReport(
  db: Db,
  query: ReportQuery,
  { now, timeZone }: At,
  wanted: SQL = sql`true`,
): Promise<Report> {
  const { from, to, group_by } = query
  const { key, name } = GROUPS(timeZone)[group_by]
  const moment = sql`${now.toISOString()}::timestamptz`
  const rows = await db.execute<Row>(sql`
    with filed as materialized (
      select ${deals.id} as id, ${key} as key, ${name} as name,
        extract(epoch from ${deals.firstResponseAt} - ${deals.createdAt})::float8 as answered_s,
        extract(epoch from case when ${deals.status} in ('resolved', 'closed')
          then ${deals.resolvedAt} - ${deals.createdAt} end)::float8 as resolved_s
      from deals
      where ${deals.createdAt} >= ${startOf(from, timeZone)} and ${deals.createdAt} < ${endOf(to, timeZone)}
        and ${deals.crmDeletedAt} is null and ${deals.crmLeftAt} is null and ${wanted}
    ), clocks as (
      select c.ticket_id,
        bool_or(c.breached_at is not null or (c.state = 'running' and c.due_at < ${moment})) as is_late,
        bool_or(c.clock = 'resolution' and c.state = 'fulfilled') as is_fulfilled,
        bool_or(c.state = 'running' and c.at_risk_at <= ${moment}) as is_short,
        max(extract(epoch from c.fulfilled_at - c.started_at))
          filter (where c.clock = 'first_response')::float8 as first_s,
        max(extract(epoch from c.fulfilled_at - c.started_at))
          filter (where c.clock = 'resolution' and c.state = 'fulfilled')::float8 as solved_s
      from sla_clocks c where c.ticket_id in (select id from filed) group by c.ticket_id
    ), broken as (
      select distinct w.ticket_id from sla_warnings w
      where w.percent = 100 and w.ticket_id in (select id from filed)
    ), counted as (
      select key, name, coalesce(clocks.is_late, false) or broken.ticket_id is not null as is_breached,
        coalesce(clocks.is_fulfilled, false) as is_fulfilled, coalesce(clocks.is_short, false) as is_short,
        coalesce(clocks.first_s, answered_s) as first_s, coalesce(clocks.solved_s, resolved_s) as solved_s
      from filed
      left join clocks on clocks.ticket_id = filed.id
      left join broken on broken.ticket_id = filed.id
    )
    select key as "group", max(name) as name, grouping(key) = 1 as is_total, count(*)::int as tickets,
      (count(*) filter (where is_fulfilled and not is_breached))::int as met,
      (count(*) filter (where is_breached))::int as breached,
      (count(*) filter (where is_short and not is_breached))::int as at_risk,
      avg(first_s) as first_avg, avg(solved_s) as solved_avg,
      percentile_cont(0.5) within group (order by first_s) as first_p50,
      percentile_cont(0.9) within group (order by first_s) as first_p90,
      percentile_cont(0.5) within group (order by solved_s) as solved_p50,
      percentile_cont(0.9) within group (order by solved_s) as solved_p90
    from counted group by grouping sets ((key), ())
    order by is_total, ${group_by === 'priority' ? BY_URGENCY : sql`"group" nulls last`}`)
  const groups = rows.filter(({ is_total }) => !is_total).map(showRow)
  const total = rows.find(({ is_total }) => is_total)
  if (!total) throw new Error('a total of nothing is nothing, and not no row')
  const { group: _group, name: _name, ...sums } = showRow(total)
  return { from, to, group_by, groups, total: sums }
}

export const GROUPS = (timeZone: string): Record<ReportQuery['group_by'], { key: SQL; name: SQL }> => ({
  priority: { key: sql`${deals.priority}`, name: sql`${deals.priority}` },
  department: { key: sql`${deals.assigneeDepartment}`, name: sql`${deals.assigneeDepartment}` },
  // Those without an account here are known to the CRM alone.
  agent: {
    key: sql`coalesce(${deals.responsibleId}::text, 'crm-' || ${deals.responsibleCrmId})`,
    name: sql`${deals.responsible}`,
  },
  category: {
    key: sql`(select c.slug from categories c where c.id = ${deals.categoryId})`,
    name: sql`(select c.labels->>'pt-BR' from categories c where c.id = ${deals.categoryId})`,
  },
  day: {
    key: sql`to_char(${deals.createdAt} at time zone ${timeZone}, 'YYYY-MM-DD')`,
    name: sql`null::text`,
  },
})
const BY_URGENCY = sql`array_position(array['urgent', 'high', 'medium', 'low'], key::text)`

/** A day is one of the business: in its zone, from midnight to midnight. */
export const startOf = (text: string, timeZone: string, days = 0): SQL =>
  text.includes('T')
    ? sql`${text}::timestamptz`
    : sql`(${text}::date + ${days}::integer)::timestamp at time zone ${timeZone}`
export const endOf = (text: string, timeZone: string) => startOf(text, timeZone, 1)

const showRow = ({ group, name, tickets, met, breached, at_risk, ...row }: Row): ReportGroup => ({
  ...{ group, name, tickets, met, breached, at_risk },
  first_response: {
    avg_s: seconds(row.first_avg),
    p50_s: seconds(row.first_p50),
    p90_s: seconds(row.first_p90),
  },
  resolution: {
    avg_s: seconds(row.solved_avg),
    p50_s: seconds(row.solved_p50),
    p90_s: seconds(row.solved_p90),
  },
})

const seconds = (value: number | null) => (value === null ? null : Math.round(value))
