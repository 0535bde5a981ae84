import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import { isRemoved } from '#src/files/inward-files.ts'
import { safeName } from '#src/files/safe-name.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import type { Lane } from '#src/jobs/lanes.ts'
import { promise } from '#src/jobs/queue.ts'
import type { CrmAttachment } from '#src/providers/crm-provider.ts'

/** `files`: all that hang on the message in the CRM now. */
type Expected = { ticketId: TicketId; activityId: MessageId; files: readonly CrmAttachment[] }
type Row = typeof crmFiles.$inferSelect
type Change = Pick<Row, 'state' | 'reason'> & { settledAt?: SQL | null }

const LONGEST_CONTENT_ID = 255
const MOST_INTEGER = 2_147_483_647

/**
 * Each file that is new will be fetched, and one that the CRM no longer names is no longer shown: its bytes stay for a month, for the team
 * and for the day when it is named again. Whoever calls holds the ticket's lock. Returns whether the message looks different now.
 */
export async function expectFiles(
  tx: Tx,
  { ticketId, activityId, files }: Expected,
  lane: Lane = 'reconcile',
): Promise<{ isChanged: boolean }> {
  const known = await tx.select().from(crmFiles).where(eq(crmFiles.activityId, activityId))
  const named = new Map(files.filter(hasNumber).map((file) => [file.fileId, file]))
  const removed = known.filter((row) => !named.has(row.crmFileId) && !isRemoved(row))
  // It is asked for once more as well, if the CRM did not give it before and still names it.
  const restored = known.filter((row) => named.has(row.crmFileId) && row.state === 'missing')
  const added = [...named.values()].filter(({ fileId }) => !known.some((row) => row.crmFileId === fileId))

  await settle(tx, removed, { state: 'missing', reason: 'removed', settledAt: sql`clock_timestamp()` })
  const [here, away] = [restored.filter(({ fileId }) => fileId), restored.filter(({ fileId }) => !fileId)]
  await settle(tx, here, { state: 'here', reason: null })
  await settle(tx, away, { state: 'waiting', reason: null, settledAt: null })
  const inserted = added.length === 0 ? [] : await insert(tx, { ticketId, activityId, files: added })
  for (const { id } of [...away, ...inserted])
    await promise(tx, 'fetch-file', { crmFileRowId: id }, { key: `crm-file:${id}`, merge: true, lane })
  return { isChanged: removed.length + restored.length + inserted.length > 0 }
}

const hasNumber = ({ fileId }: CrmAttachment) => fileId > 0 && fileId <= MOST_INTEGER

async function settle(tx: Tx, rows: readonly Row[], change: Change): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await tx.update(crmFiles).set(change).where(inArray(crmFiles.id, ids))
}

async function insert(tx: Tx, { ticketId, activityId, files }: Expected): Promise<{ id: number }[]> {
  const values = files.map(({ fileId, name, sizeBytes, contentId }) => ({
    ticketId,
    activityId,
    crmFileId: fileId,
    name: name === undefined ? null : safeName(name),
    sizeBytes: Number.isSafeInteger(sizeBytes) ? sizeBytes : null,
    contentId: contentId && contentId.length <= LONGEST_CONTENT_ID ? contentId : null,
  }))
  return tx.insert(crmFiles).values(values).onConflictDoNothing().returning({ id: crmFiles.id })
}
