import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { ticketNumbers } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'

type Day = { at: Date; timeZone: string }

/**
 * The next of the day. Whoever has it is waited for by all who file until it commits, so it is taken late; a transaction that
 * is rolled back gives it back.
 */
export async function nextTicketNumber(tx: Tx, { at, timeZone }: Day): Promise<string> {
  const day = dayIn(timeZone, at)
  const [row] = await tx
    .insert(ticketNumbers)
    .values({ day, last: 1 })
    .onConflictDoUpdate({ target: ticketNumbers.day, set: { last: sql`${ticketNumbers.last} + 1` } })
    .returning({ last: ticketNumbers.last })
  if (!row) throw new Error('a day gave no number')
  return `TKT-${day.replaceAll('-', '')}-${String(row.last).padStart(5, '0')}`
}

/** Ours, before there is a row: what names it can be written first. */
export async function nextTicketId(tx: Tx): Promise<TicketId> {
  const [row] = await tx.execute<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence('deals', 'id'))::int as id`,
  )
  if (!row) throw new Error('nextval returned no row')
  return row.id as TicketId
}

/** As 2026-01-15. */
export function dayIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}
