import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { slaClocks } from '#src/db/sla-schema.ts'
import type { TicketId } from '#src/ids.ts'
import { ALWAYS, type Calendar } from './calendar.ts'
import { isOver } from './clock-table.ts'
import type { Clocked } from './clocked.ts'
import { isGone } from './clocked.ts'
import type { ClockName } from './policy.ts'
import { type KeptClock, type Sla, showSla } from './show-sla.ts'

type Row = Clocked & { resolvedAt: Date | null; closedAt: Date | null }
type SlaOf = (row: Row) => Sla

/** Of all these tickets in one query, however many they are. */
export async function readSla(db: Db | Tx, rows: readonly Row[], now: Date): Promise<SlaOf> {
  const kept = await readClocks(
    db,
    rows.map(({ id }) => id),
  )
  const calendarIn = calendarReader()
  return (row) => {
    const clocks: Partial<Record<ClockName, KeptClock>> = {}
    for (const { clock, applied, byHand, ...one } of kept.get(row.id) ?? [])
      clocks[clock] = { ...one, calendar: calendarIn(applied, row), isByHand: byHand !== null }
    return showSla(kept.has(row.id) ? clocks : clocksWithoutHistory(row), now)
  }
}

/** Where policy or deadline are those of the history's last word. Of what does not run, no calendar is needed. */
async function readClocks(db: Db | Tx, ids: readonly TicketId[]) {
  if (ids.length === 0) return new Map<TicketId, never[]>()
  const applied = lastOf(
    'policy',
    sql`jsonb_build_object('calendar', data -> 'calendar',
    'isUrgentAroundTheClock', data -> 'policy' -> 'isUrgentAroundTheClock')::text`,
  )
  const rows = await db
    .select({
      ...getTableColumns(slaClocks),
      applied: sql<string | null>`case when ${slaClocks.state} = 'running' then ${applied} end`,
      byHand: sql<
        string | null
      >`case when ${slaClocks.clock} = 'resolution' then ${lastOf('deadline-set', sql`data ->> 'dueAt'`)} end`,
    })
    .from(slaClocks)
    .where(sql`${slaClocks.ticketId} = any(${`{${ids.join(',')}}`}::int[])`)
  return Map.groupBy(rows, ({ ticketId }) => ticketId)
}

// Columns that are named by drizzle lose their table here.
const lastOf = (kind: string, what: SQL) => sql`(select ${what} from sla_history
  where sla_history.ticket_id = sla_clocks.ticket_id and kind = ${kind} order by at desc, sla_history.id desc limit 1)`

/** Few policies hold for many tickets: each is read once, and so are its days. */
function calendarReader() {
  const known = new Map<string, { calendar: Calendar | null; isUrgentAroundTheClock: boolean | null }>()
  return (text: string | null, { priority }: Row): Calendar => {
    if (text === null) return ALWAYS
    const applied = known.get(text) ?? JSON.parse(text)
    known.set(text, applied)
    const { calendar, isUrgentAroundTheClock } = applied
    // Of the default policy the history has nothing but that it is.
    return (priority === 'urgent' && isUrgentAroundTheClock) || !calendar ? ALWAYS : calendar
  }
}

/** Those that were taken over and not begun yet, or were over by then: their deadline is all that was promised. */
function clocksWithoutHistory(row: Row): Partial<Record<ClockName, KeptClock>> {
  const { createdAt, dateDeadline: dueAt, resolvedAt, closedAt } = row
  if (!dueAt) return {}
  const endedAt = isOver(row.status) ? (resolvedAt ?? closedAt) : null
  const isOpen = !isOver(row.status) && !isGone(row)
  return {
    resolution: {
      state: isOpen ? 'running' : endedAt ? 'fulfilled' : 'cancelled',
      ...{ startedAt: createdAt, dueAt, pausedAt: null, fulfilledAt: endedAt },
      breachedAt: endedAt && endedAt > dueAt ? dueAt : null,
      ...{ remainingMs: null, targetMs: null, calendar: ALWAYS, isByHand: true },
    },
  }
}
