import { sql } from 'drizzle-orm'
import type { TicketAudit } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { auditLog } from '#src/db/schema.ts'
import type { Tell } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { insertRows } from '#src/db/write-rows.ts'
import { type Clocked, isGone } from '#src/sla/clocked.ts'
import { localVisit } from '#src/visit.ts'
import { promiseDeadlines } from './promise-change.ts'
import { isSame } from './queries.ts'
import { isOver } from './status.ts'

type Due = {
  /** As it is until now, and locked. */
  row: Clocked
  dueAt: Date | null
  /** Its clocks are kept from now on: nobody is told of a first deadline, and the CRM goes on without one. */
  isFirst: boolean
}
const AUDITED = ['action', 'subject', 'subjectId', 'before', 'after', 'address', 'requestId']

/** Deadlines that follow anew, of many tickets at once: told, audited and promised to the CRM as any change. Returns how many are others. */
export async function writeDeadlines(
  tx: Tx,
  all: readonly Due[],
  { now, tell, by }: { now: Date; tell: Tell; by: string },
): Promise<number> {
  const due = all.filter(({ row, dueAt }) => !isSame(row.dateDeadline, dueAt))
  if (due.length === 0) return 0
  const rows = due.map(({ row, dueAt }) => ({ id: row.id, due_at: dueAt?.toISOString() ?? null }))
  const written = await tx.execute<{ id: number; version: number }>(sql`
    update deals set date_deadline = told.due_at, updated_at = clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as told (id int, due_at timestamptz)
    where ${deals.id} = told.id returning deals.id, deals.version`)
  const versions = new Map(written.map(({ id, version }) => [id, version]))
  const news = due.filter(({ row, isFirst }) => !isFirst || row.dateDeadline !== null)
  for (const { row, dueAt } of news) {
    const data = { changes: { date_deadline: dueAt }, version: versions.get(row.id) }
    tell({ kind: 'ticket-changed', ticketId: row.id, actorId: null, data })
  }
  const { address, requestId } = localVisit(by)
  const lines = news.map(({ row, dueAt }) => ({
    ...{ action: 'clocks-reckoned' satisfies TicketAudit, subject: 'ticket', subjectId: row.id },
    ...{ address, requestId },
    before: { date_deadline: row.dateDeadline },
    after: { date_deadline: dueAt },
  }))
  await insertRows(tx, auditLog, lines, AUDITED)
  const shown = news.filter(({ row }) => !isGone(row) && !isOver(row.status))
  await promiseDeadlines(
    tx,
    shown.map(({ row }) => row.id),
    now,
  )
  return due.length
}
