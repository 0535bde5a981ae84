import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import { isRemoved } from '#src/files/inward-files.ts'
import { tellOfMessage } from '#src/files/tell-of-message.ts'
import { lockTicket } from '#src/tickets/queries.ts'

/** Gone: the CRM has it no more. Not given: it has it and does not give it. Removed: it was taken off its message. */
export type MissingReason = 'gone' | 'not-given' | 'removed'
export type RefusedReason = 'too-large' | 'empty' | 'type-not-allowed'

type Row = typeof crmFiles.$inferSelect
type Change = Partial<Pick<Row, 'state' | 'reason' | 'fileId' | 'name' | 'sizeBytes'>>

/** Whoever is fetched, or fetched once more after it was given up. */
export const isAwaited = (row: Pick<Row, 'state' | 'reason'>) =>
  row.state === 'waiting' || (row.state === 'missing' && !isRemoved(row))

/** What became of a file, for its message and for whoever watches that. */
export async function settleFile(tx: Tx, row: Row, change: Change): Promise<void> {
  await tx
    .update(crmFiles)
    .set({ ...change, settledAt: sql`clock_timestamp()` })
    .where(eq(crmFiles.id, row.id))
  await tellOfMessage(tx, row)
}

/** Its job is dead: the ticket is usable without it, and it is fetched once more if somebody redrives the job. */
export async function noteUnfetched(db: Db, name: string, payload: unknown): Promise<void> {
  if (name !== 'fetch-file') return
  const { crmFileRowId: id } = (payload ?? {}) as { crmFileRowId?: unknown }
  if (!Number.isSafeInteger(id)) return
  const isWaiting = and(eq(crmFiles.id, id as number), eq(crmFiles.state, 'waiting'))
  await db.transaction(async (tx) => {
    const [known] = await tx.select().from(crmFiles).where(isWaiting)
    if (!known) return
    await lockTicket(tx, known.ticketId)
    const [row] = await tx.select().from(crmFiles).where(isWaiting).for('update')
    if (row) await settleFile(tx, row, { state: 'missing', reason: 'not-given' })
  })
}
