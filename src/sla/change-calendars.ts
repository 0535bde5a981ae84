import { asc, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { slaCalendars, slaPolicies } from '#src/db/sla-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { SlaCalendarId } from '#src/ids.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import { type CalendarBody, calendarFrom } from './calendar-body.ts'
import { changeBook, difference, type Who } from './sla-book.ts'
import type { CalendarRow } from './sla-calendar.ts'

export const listCalendars = (db: Db): Promise<CalendarRow[]> =>
  db.select().from(slaCalendars).orderBy(asc(slaCalendars.id))

export const readCalendar = async (db: Db, id: SlaCalendarId): Promise<CalendarRow> =>
  there(id, await db.select().from(slaCalendars).where(eq(slaCalendars.id, id)))

export const addCalendar = (db: Db, body: CalendarBody, who: Who): Promise<CalendarRow> =>
  changeBook(db, who, async (tx) => {
    const [row] = await tx.insert(slaCalendars).values(columnsOf(body)).returning()
    if (!row) throw new Error('an insert returned nothing')
    return { result: row, line: { ...about(row.id, 'created'), after: columnsOf(body) } }
  })

export const changeCalendar = (
  db: Db,
  id: SlaCalendarId,
  { body, match }: { body: CalendarBody; match: Match },
  who: Who,
): Promise<CalendarRow> =>
  changeBook(db, who, async (tx) => {
    const before = await lockCalendar(tx, id)
    refuseOtherVersion(before, match)
    const columns = columnsOf(body)
    const changes = difference<Partial<CalendarRow>>(before, columns)
    if (!changes) return { result: before, line: null }
    const counted = { version: sql`${slaCalendars.version} + 1`, updatedAt: sql`clock_timestamp()` }
    const rows = await tx
      .update(slaCalendars)
      .set({ ...columns, ...counted })
      .where(eq(slaCalendars.id, id))
      .returning()
    return { result: there(id, rows), line: { ...about(id, 'changed'), ...changes } }
  })

/** Of the past it stays known: histories have what they were counted by. */
export const dropCalendar = (db: Db, id: SlaCalendarId, match: Match, who: Who): Promise<void> =>
  changeBook(db, who, async (tx) => {
    const before = await lockCalendar(tx, id)
    refuseOtherVersion(before, match ?? null)
    // Whoever makes a policy with it waits for us, or has come before.
    const [user] = await tx
      .select({ name: slaPolicies.name })
      .from(slaPolicies)
      .where(eq(slaPolicies.calendarId, id))
      .limit(1)
    if (user) throw new DomainError('calendar-in-use', { policy: user.name })
    await tx.delete(slaCalendars).where(eq(slaCalendars.id, id))
    const { name, timeZone, hours, holidays } = before
    return {
      result: undefined,
      line: { ...about(id, 'deleted'), before: { name, timeZone, hours, holidays } },
    }
  })

const lockCalendar = async (tx: Tx, id: SlaCalendarId): Promise<CalendarRow> =>
  there(id, await tx.select().from(slaCalendars).where(eq(slaCalendars.id, id)).for('update'))

function there(id: SlaCalendarId, [row]: CalendarRow[]): CalendarRow {
  if (!row) throw new DomainError('calendar-not-found', { id })
  return row
}

const about = (id: SlaCalendarId, what: 'created' | 'changed' | 'deleted') =>
  ({ action: `sla-calendar-${what}`, subject: 'sla-calendar', subjectId: id }) as const

function columnsOf(body: CalendarBody) {
  const { name, timeZone, hours, holidays } = calendarFrom(body)
  return { name, timeZone, hours: { ...hours }, holidays: [...holidays] }
}
