import { asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { slaCalendars, slaPolicies } from '#src/db/sla-schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import type { CategoryId } from '#src/ids.ts'
import { ALWAYS, type Calendar, type HoursCalendar } from './calendar.ts'
import type { Clocked } from './clocked.ts'
import { matchPolicy } from './match-policy.ts'
import type { AppliedPolicy, Policy } from './policy.ts'

/** Which policy is a ticket's own just now; null: the default. */
export type PolicyBook = { policyOf(ticket: Clocked): AppliedPolicy | null }

const EMPTY: PolicyBook = { policyOf: () => null }

type CalendarRow = typeof slaCalendars.$inferSelect
type PolicyRow = typeof slaPolicies.$inferSelect

/** One statement where nobody made a policy. */
export async function readPolicyBook(db: Db | Tx): Promise<PolicyBook> {
  const rows = await db
    .select({ policy: slaPolicies, calendar: slaCalendars })
    .from(slaPolicies)
    .leftJoin(slaCalendars, eq(slaCalendars.id, slaPolicies.calendarId))
    .where(eq(slaPolicies.isActive, true))
    .orderBy(asc(slaPolicies.position), asc(slaPolicies.id))
  if (rows.length === 0) return EMPTY
  const applied = rows.map(({ policy, calendar }) => ({
    policy: policyOf(policy),
    calendar: calendar ? calendarOf(calendar) : ALWAYS,
  }))
  const slugs = await slugsFor(
    db,
    applied.map(({ policy }) => policy),
  )
  const policies = applied.map(({ policy }) => policy)
  return {
    policyOf(ticket) {
      const found = matchPolicy(policies, {
        category: ticket.categoryId === null ? null : (slugs.get(ticket.categoryId) ?? null),
        priority: ticket.priority,
        department: ticket.assigneeDepartment,
        requesterDepartment: ticket.requesterDepartment,
      })
      return applied.find(({ policy }) => policy === found) ?? null
    },
  }
}

async function slugsFor(db: Db | Tx, policies: readonly Policy[]): Promise<Map<CategoryId, string>> {
  if (!policies.some(({ match }) => match.categories?.length)) return new Map()
  const rows = await db.select({ id: categories.id, slug: categories.slug }).from(categories)
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}

/** Columns of JSON hold what was checked when an admin typed it. */
export const policyOf = (row: PolicyRow): Policy => ({
  id: row.id,
  name: row.name,
  position: row.position,
  isActive: row.isActive,
  match: row.match as Policy['match'],
  calendarId: row.calendarId,
  isUrgentAroundTheClock: row.isUrgentAroundTheClock,
  pauseStatuses: row.pauseStatuses as Policy['pauseStatuses'],
  targets: row.targets as Policy['targets'],
  escalations: row.escalations as Policy['escalations'],
})

export const calendarOf = (row: CalendarRow): Calendar => ({
  kind: 'hours',
  id: row.id,
  name: row.name,
  timeZone: row.timeZone,
  hours: row.hours as unknown as HoursCalendar['hours'],
  holidays: row.holidays as HoursCalendar['holidays'],
})
