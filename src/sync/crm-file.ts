import { and, eq, sql } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import { telling } from '#src/db/tell.ts'
import { lockTicket } from '#src/tickets/queries.ts'

/** Gone: the CRM has it no more. Not given: it has it and does not give it. Removed: it was taken off its message. */
export type MissingReason = 'gone' | 'not-given' | 'removed'
export type RefusedReason = 'too-large' | 'empty' | 'type-not-allowed'

type Row = typeof crmFiles.$inferSelect
type Change = Partial<Pick<Row, 'state' | 'reason' | 'fileId' | 'name' | 'sizeBytes'>>

/** Whoever is fetched, or fetched once more after it was given up. */
export const isAwaited = ({ state, reason }: Pick<Row, 'state' | 'reason'>) =>
  state === 'waiting' || (state === 'missing' && reason !== 'removed')

/** What became of a file, for its message and for whoever watches that. */
export async function settleFile(tx: Tx, row: Row, change: Change): Promise<void> {
  await tx
    .update(crmFiles)
    .set({ ...change, settledAt: sql`clock_timestamp()` })
    .where(eq(crmFiles.id, row.id))
  const [message] = await tx
    .select({ isInternal: activities.isInternal, deletedAt: activities.deletedAt })
    .from(activities)
    .where(eq(activities.id, row.activityId))
  if (!message || message.deletedAt) return
  await telling(tx, async (tell) =>
    tell({
      kind: 'message-changed',
      ticketId: row.ticketId,
      actorId: null,
      isInternal: message.isInternal,
      data: { message_id: row.activityId },
    }),
  )
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
