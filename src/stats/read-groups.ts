import { sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { countedTickets } from '#src/db/facts-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { GROUPS, type PromiseRow, promiseColumns, showPromises } from '#src/sla/read-report.ts'
import { type Csat, csatColumns, showCsat } from './csat.ts'
import type { StatsGroup } from './stats.ts'
import type { StatsQuery } from './stats-query.ts'
import { wantedStats } from './wanted-stats.ts'

type Row = Csat &
  PromiseRow & {
    group: string | null
    name: string | null
    unsolved: number
    solved: number
    reopened: number
  }

/** G-03: the same of each agent, or of each category. */
export async function readGroups(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  query: StatsQuery,
  { by, timeZone }: { by: 'agent' | 'category'; timeZone: string },
): Promise<StatsGroup[]> {
  const at = { now: clock(), timeZone }
  const { matches, isFiled } = await wantedStats(db, caller, query, at)
  const group = GROUPS(timeZone)[by]
  const rows = await db.execute<Row>(sql`
    select ${group.key} as "group", ${group.name} as name, grouped.* from (
      select by, max(${deals.responsible}) as responsible, ${promiseColumns(at.now)}, ${csatColumns},
        (count(*) filter (where ${deals.status} not in ('resolved', 'closed')))::int as unsolved,
        (count(*) filter (where ${deals.status} in ('resolved', 'closed')))::int as solved,
        (count(*) filter (where ${deals.reopenCount} > 0))::int as reopened
      from (select deals.*, ${group.by} as by from ${countedTickets} where ${isFiled} and ${matches}) as deals
      group by by
    ) as grouped
    order by tickets desc, "group" nulls last`)
  return rows.map((row) => {
    const { group, name, unsolved, solved, reopened } = row
    const { tickets, met, breached, at_risk, ...times } = showPromises(row)
    return {
      ...{ group, name, tickets, unsolved, solved, reopened },
      ...{ sla: { met, breached, at_risk }, ...times, csat: showCsat(row) },
    }
  })
}
