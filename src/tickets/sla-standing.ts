import { and, not, or, type SQL, sql } from 'drizzle-orm'
import { AT_RISK_SHARE, type SlaState } from '#src/sla/state.ts'

/**
 * What `sla.state` says of a ticket that is not solved, as a condition: the worst of its clocks. Where no clocks are kept yet,
 * the deadline says what there is to say.
 */
export function stands(state: SlaState, at: Date): SQL | undefined {
  const now = sql`${at.toISOString()}::timestamptz`
  const left = sql`deals.date_deadline - ${now}`
  const isLate = either(
    sql`(c.breached_at is not null or c.state = 'running' and c.due_at < ${now})`,
    sql`deals.date_deadline < ${now}`,
  )
  const isAtRisk = either(
    sql`c.state = 'running' and c.at_risk_at <= ${now}`,
    sql`${left} <= (deals.date_deadline - deals.created_at) * ${AT_RISK_SHARE}::float8`,
  )
  const isRunning = either(sql`c.state = 'running'`, sql`deals.date_deadline is not null`)
  const conditions: Record<SlaState, (SQL | undefined)[]> = {
    breached: [isLate],
    at_risk: [isAtRisk, not(isLate)],
    ok: [isRunning, not(isAtRisk), not(isLate)],
    paused: [anyClock(sql`c.state = 'paused'`), not(isRunning), not(isLate)],
  }
  return and(sql`deals.status not in ('resolved', 'closed')`, ...conditions[state])
}

// Columns that are named by drizzle lose their table where they are selected.
const anyClock = (condition: SQL) =>
  sql`exists (select from sla_clocks c where c.ticket_id = deals.id and ${condition})`
const either = (ofClock: SQL, ofDeadline: SQL): SQL =>
  sql`(${or(anyClock(ofClock), sql`(${ofDeadline}) is true and not exists (select from sla_clocks c where c.ticket_id = deals.id)`)})`
