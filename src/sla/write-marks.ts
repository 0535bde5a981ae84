import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { slaWarnings } from '#src/db/sla-schema.ts'
import { insertRows } from '#src/db/write-rows.ts'
import type { SlaWarningId, TicketId } from '#src/ids.ts'
import type { Mark } from './marks.ts'
import type { ClockName, WarningPercent } from './policy.ts'

type Written = { id: SlaWarningId; clock: ClockName; percent: WarningPercent }

const NAMES = ['ticketId', 'clock', 'dueAt', 'percent', 'startedAt', 'passedAt', 'isTold', 'actions']

/** Returns those that nobody had written before, whoever else tries to. */
export const writeMarks = (
  tx: Tx,
  marks: readonly (Mark & { ticketId: TicketId; isTold: boolean; actions: readonly object[] })[],
): Promise<Written[]> =>
  insertRows<Written>(tx, slaWarnings, marks, NAMES, {
    unless: sql`on conflict (ticket_id, clock, due_at, percent) do nothing`,
    returning: sql`id::float8 as id, clock, percent`,
  })
