import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { slaCalendars } from '#src/db/sla-schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import type { FieldRule } from '#src/errors.ts'
import type { SlaCalendarId, UserId } from '#src/ids.ts'
import type { PolicyBody } from './policy-body.ts'
import { refusal } from './sla-book.ts'

type Wrong = { path: (string | number)[]; rule: FieldRule }

/** What a policy names has to be there: a calendar, categories, and who tickets are given to. */
export async function checkPolicy(tx: Tx, body: PolicyBody): Promise<void> {
  const wrong = [
    ...(await checkCalendar(tx, body)),
    ...(await checkCategories(tx, body)),
    ...(await checkPeople(tx, body)),
  ]
  if (wrong.length > 0) throw refusal(wrong)
}

/** Locked, so that nobody deletes it meanwhile. */
async function checkCalendar(tx: Tx, { calendar_id }: PolicyBody): Promise<Wrong[]> {
  if (calendar_id === null) return []
  const rows = await tx
    .select({ id: slaCalendars.id })
    .from(slaCalendars)
    .where(eq(slaCalendars.id, calendar_id as SlaCalendarId))
    .for('key share')
  return rows.length > 0 ? [] : [{ path: ['calendar_id'], rule: 'not-valid' }]
}

async function checkCategories(tx: Tx, { match }: PolicyBody): Promise<Wrong[]> {
  const slugs = match.categories ?? []
  if (slugs.length === 0) return []
  const rows = await tx
    .select({ slug: categories.slug })
    .from(categories)
    .where(and(eq(categories.kind, 'ticket'), inArray(categories.slug, slugs)))
  const known = new Set(rows.map(({ slug }) => slug))
  return slugs.flatMap((slug, at) =>
    known.has(slug) ? [] : [{ path: ['match', 'categories', at], rule: 'category' as const }],
  )
}

/** Whoever works on tickets. */
async function checkPeople(tx: Tx, { escalations }: PolicyBody): Promise<Wrong[]> {
  const wanted = escalations.flatMap(({ do: action }, at) =>
    action.kind === 'reassign' ? [{ at, id: action.to as UserId }] : [],
  )
  if (wanted.length === 0) return []
  const ids = wanted.map(({ id }) => id)
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(inArray(users.id, ids), users.isActive, ne(users.role, 'requester')))
  const known = new Set(rows.map(({ id }) => id))
  return wanted.flatMap(({ at, id }) =>
    known.has(id) ? [] : [{ path: ['escalations', at, 'do', 'to'], rule: 'not-valid' as const }],
  )
}
