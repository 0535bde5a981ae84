import { and, type SQL, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { endOf, startOf } from '#src/sla/read-report.ts'
import { wantedTickets } from '#src/tickets/wanted-tickets.ts'
import type { StatsQuery } from './stats-query.ts'

export type At = { now: Date; timeZone: string }
export type WantedStats = { from: string; to: string; matches: SQL; isFiled: SQL }

/** Before anything was filed, and after anything could have been. */
const [EVER, NEVER] = ['1000-01-01', '2999-12-31']

/** Which tickets are counted: those that are looked at at all, and those of them that were filed in the period. */
export async function wantedStats(
  db: Ports['db'],
  caller: Caller,
  { from = EVER, to = NEVER, agent, format: _format, ...filter }: StatsQuery,
  at: At,
): Promise<WantedStats> {
  const { wanted } = await wantedTickets(db, caller, { ...filter, assigned_to: agent }, at)
  const matches = sql`(${and(wanted, sql`${deals.crmDeletedAt} is null and ${deals.crmLeftAt} is null`)})`
  const isFiled = sql`${deals.createdAt} >= ${startOf(from, at.timeZone)}
    and ${deals.createdAt} < ${endOf(to, at.timeZone)}`
  return { from, to, matches, isFiled }
}
