import type { Caller } from '#src/auth/access.ts'
import { files } from '#src/db/activity-schema.ts'
import { DomainError } from '#src/errors.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import { type Held, hold } from './hold.ts'
import { judgeType } from './judge-type.ts'
import { attachmentKey, newUploadId } from './object-key.ts'
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
  const { db, uploads } = ports
  const name = safeName(filename)
  await refuseBeyondQuota(db, { userId, quotaBytes: uploads.quotaBytes, sizeBytes: 1 })
  await using held = await hold(stream, { ...uploads, name })
  if (held.sizeBytes === 0) throw new DomainError('file-empty', { name })
  const mime = await judgeType(name, held)
  return await keep(ports, { userId, name, mime, held })
}

async function keep(
  { db, files: store, clock, log, uploads }: UploadPorts,
  { userId, name, mime, held }: { userId: Caller['userId']; name: string; mime: string; held: Held },
): Promise<FileRow> {
  const uploadId = newUploadId(uploads.instance)
  const key = attachmentKey(uploadId, name, clock())
  const { sizeBytes, sha256 } = held
  const scanStatus = uploads.isScanned ? 'waiting' : 'not-scanned'
  await store.put(key, held.bytes(), { type: mime, sizeBytes, sha256 })
  try {
    return await db.transaction(async (tx) => {
      await lockQuota(tx, userId)
      await refuseBeyondQuota(tx, { userId, quotaBytes: uploads.quotaBytes, sizeBytes })
      const [row] = await tx
        .insert(files)
        .values({ uploadId, key, filename: name, sizeBytes, mime, sha256, scanStatus, uploadedBy: userId })
        .returning()
      if (!row) throw new Error('a row that was inserted is not there')
      if (uploads.isScanned) await promise(tx, 'scan-file', { fileId: row.id }, { lane: 'people' })
      return row
    })
  } catch (error) {
    // Only where the row is surely not there; of a commit whose answer got lost nobody knows, and the sweep will see.
    if (error instanceof DomainError)
      await store.drop(key).catch((err: unknown) => log.warn({ err, key }, 'left for the sweep'))
    throw error
  }
}
