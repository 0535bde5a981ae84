import { eq } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { files } from '#src/db/activity-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import { hold } from './hold.ts'
import { putHeld } from './put-held.ts'
import { lockQuota, refuseBeyondQuota } from './quota.ts'
import { safeName } from './safe-name.ts'

export type FileRow = typeof files.$inferSelect
export type UploadPorts = Pick<Ports, 'db' | 'files' | 'clock' | 'log' | 'uploads'>

/** What the configuration says about uploads. */
export type UploadRules = {
  /** Where larger files wait until they are whole. */
  folder: string
  /** Of one person, within 24 hours. */
  quotaBytes: number
  /** Of one file. */
  mostBytes: number
  /** Then nobody opens one before the scanner has seen it. */
  isScanned: boolean
  /** Which Ponte this is: marks what is ours in the store. */
  instance: string
}

/** Bytes first, then the row: no row ever points at bytes that are not there, and bytes without a row are swept. */
export async function storeUpload(
  ports: UploadPorts,
  { userId }: Pick<Caller, 'userId'>,
  { filename, stream }: { filename: string; stream: AsyncIterable<Uint8Array> },
): Promise<FileRow> {
  const { db, files: store, log, uploads } = ports
  const name = safeName(filename)
  await refuseBeyondQuota(db, { userId, quotaBytes: uploads.quotaBytes, sizeBytes: 1 })
  await using held = await hold(stream, { ...uploads, name })
  const stored = await putHeld(ports, name, held)
  try {
    return await db.transaction(async (tx) => {
      // Bytes take as long as their line and the store do: whoever was taken out meanwhile leaves nothing more here.
      const [sender] = await tx.select({ isActive: users.isActive }).from(users).where(eq(users.id, userId))
      if (!sender?.isActive) throw new DomainError('session-ended')
      await lockQuota(tx, userId)
      await refuseBeyondQuota(tx, { userId, quotaBytes: uploads.quotaBytes, sizeBytes: stored.sizeBytes })
      const [row] = await tx
        .insert(files)
        .values({ ...stored, uploadedBy: userId })
        .returning()
      if (!row) throw new Error('a row that was inserted is not there')
      if (uploads.isScanned) await promise(tx, 'scan-file', { fileId: row.id }, { lane: 'people' })
      return row
    })
  } catch (error) {
    // Only where the row is surely not there; of a commit whose answer got lost nobody knows, and the sweep will see.
    if (error instanceof DomainError)
      await store
        .drop(stored.key)
        .catch((err: unknown) => log.warn({ err, key: stored.key }, 'left for the sweep'))
    throw error
  }
}
