import { type SQL, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { countedTickets } from '#src/db/facts-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { endOf, readReport, startOf } from '#src/sla/read-report.ts'
import type { ReportGroup } from '#src/sla/report.ts'
import { stands } from '#src/tickets/sla-standing.ts'
import type { TicketFilter } from '#src/tickets/ticket-filter.ts'
import { wantedTickets } from '#src/tickets/wanted-tickets.ts'
import type { Dashboard, DashboardDay, DashboardNow, DashboardQuery } from './dashboard.ts'

type Needed = Pick<Ports, 'db' | 'clock'>
const DAY_MS = 24 * 3_600_000

/** How it stands, and how it went: days and promises as the report of the SLA counts them. */
export async function readDashboard(
  { db, clock }: Needed,
  caller: Caller,
  { from, to, format: _format, ...filter }: DashboardQuery,
  timeZone: string,
): Promise<Dashboard> {
  const at = { now: clock(), timeZone }
  const { wanted } = await wantedTickets(db, caller, filter, at)
  const [now, report, resolved, rating] = await Promise.all([
    countNow(db, wanted, at.now),
    readReport(db, { from, to, group_by: 'day', format: 'json' }, at, wanted),
    countResolved(db, wanted, { from, to, timeZone }),
    readRating(db, wanted, { from, to, timeZone }),
  ])
  const { met, breached, tickets, first_response, resolution } = report.total
  const decided = met + breached
  return {
    ...{ from, to, now, rating },
    days: daysOf(from, to).map((day) =>
      showDay(
        day,
        report.groups.find(({ group }) => group === day),
        resolved.get(day) ?? 0,
      ),
    ),
    total: {
      opened: tickets,
      resolved: [...resolved.values()].reduce((sum, one) => sum + one, 0),
      ...{ met, breached, first_response, resolution },
      met_share: decided === 0 ? null : met / decided,
    },
  }
}

export async function readNow(
  { db, clock }: Needed,
  caller: Caller,
  filter: TicketFilter,
  timeZone: string,
): Promise<DashboardNow> {
  const now = clock()
  const { wanted } = await wantedTickets(db, caller, filter, { now, timeZone })
  return countNow(db, wanted, now)
}

async function countNow(db: Ports['db'], wanted: SQL | undefined, now: Date): Promise<DashboardNow> {
  const among = (condition: SQL | undefined) => sql`(count(*) filter (where ${condition}))::int`
  const [row] = await db.execute<Omit<DashboardNow, 'at'>>(sql`
    select count(*)::int as open,
      ${among(sql`${deals.responsibleId} is null and ${deals.responsibleCrmId} is null`)} as unassigned,
      ${among(stands('at_risk', now))} as at_risk, ${among(stands('breached', now))} as late
    from deals where ${deals.status} not in ('resolved', 'closed') and ${wanted ?? sql`true`}`)
  if (!row) throw new Error('a count returned nothing')
  return { ...row, at: now.toISOString() }
}

type Period = { from: string; to: string; timeZone: string }

async function countResolved(db: Ports['db'], wanted: SQL | undefined, period: Period) {
  const rows = await db.execute<{ day: string; tickets: number }>(sql`
    select to_char(${deals.resolvedAt} at time zone ${period.timeZone}, 'YYYY-MM-DD') as day, count(*)::int as tickets
    from ${countedTickets} where ${within(sql`${deals.resolvedAt}`, period)} and ${wanted ?? sql`true`} group by 1`)
  return new Map(rows.map(({ day, tickets }) => [day, tickets]))
}

async function readRating(db: Ports['db'], wanted: SQL | undefined, period: Period) {
  const [row] = await db.execute<Dashboard['rating']>(sql`
    select count(*)::int as count, avg(${deals.rating})::float8 as average
    from ${countedTickets} where ${within(sql`${deals.ratedAt}`, period)} and ${wanted ?? sql`true`}`)
  return row ?? { count: 0, average: null }
}

const within = (moment: SQL, { from, to, timeZone }: Period) =>
  sql`${moment} >= ${startOf(from, timeZone)} and ${moment} < ${endOf(to, timeZone)}`

function daysOf(from: string, to: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

const NOTHING = { avg_s: null, p50_s: null, p90_s: null }
const showDay = (day: string, group: ReportGroup | undefined, resolved: number): DashboardDay => ({
  ...{ day, resolved, opened: group?.tickets ?? 0, met: group?.met ?? 0, breached: group?.breached ?? 0 },
  first_response: group?.first_response ?? NOTHING,
  resolution: group?.resolution ?? NOTHING,
})
