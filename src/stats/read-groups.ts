import { sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { GROUPS, readReport } from '#src/sla/read-report.ts'
import { type Csat, csatColumns, showCsat } from './csat.ts'
import type { StatsGroup } from './stats.ts'
import type { StatsQuery } from './stats-query.ts'
import { wantedStats } from './wanted-stats.ts'

type Row = Csat & { group: string | null; unsolved: number; solved: number; reopened: number }

/** G-03: the same of each agent, or of each category. */
export async function readGroups(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  query: StatsQuery,
  { by, timeZone }: { by: 'agent' | 'category'; timeZone: string },
): Promise<StatsGroup[]> {
  const at = { now: clock(), timeZone }
  const { from, to, matches, isFiled } = await wantedStats(db, caller, query, at)
  const [report, rows] = await Promise.all([
    readReport(db, { from, to, group_by: by, format: 'json' }, at, matches),
    db.execute<Row>(sql`
      select ${GROUPS(timeZone)[by].key} as "group", ${csatColumns},
        (count(*) filter (where ${deals.status} not in ('resolved', 'closed')))::int as unsolved,
        (count(*) filter (where ${deals.status} in ('resolved', 'closed')))::int as solved,
        (count(*) filter (where ${deals.reopenCount} > 0))::int as reopened
      from deals where ${isFiled} and ${matches} group by 1`),
  ])
  const more = new Map(rows.map((row) => [row.group, row]))
  return report.groups
    .map(({ group, name, tickets, met, breached, at_risk, first_response, resolution }) => {
      const row = more.get(group)
      const { unsolved, solved, reopened } = row ?? NOTHING
      return {
        ...{ group, name, tickets, unsolved, solved, reopened },
        ...{ sla: { met, breached, at_risk }, first_response, resolution },
        csat: showCsat(row ?? NOTHING),
      }
    })
    .sort((a, b) => b.tickets - a.tickets)
}

/** Of what was filed between the two statements. */
const NOTHING = { unsolved: 0, solved: 0, reopened: 0, rated: 0, satisfied: 0, rating_avg: null }
