import { files } from '#src/db/activity-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UploadId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { isOpen } from './file-view.ts'
import { attachmentKey, newUploadId } from './object-key.ts'
import type { FileRow } from './store-upload.ts'

/**
 * The same bytes once more, as an upload of this person that nobody used yet: each row has bytes of its own, so that one can be
 * swept without the other. Bytes first, then the row, as everybody does.
 */
export async function copyFile(
  { db, files: store, clock, uploads }: Pick<Ports, 'db' | 'files' | 'clock' | 'uploads'>,
  userId: UserId,
  file: FileRow,
): Promise<UploadId> {
  if (file.scanStatus === 'infected') throw new DomainError('file-infected')
  if (!isOpen(file)) throw new DomainError('file-quarantined')
  const { filename, sizeBytes, mime, sha256, scanStatus } = file
  const bytes = await store.get(file.key)
  if (!bytes) throw new DomainError('file-missing')
  const uploadId = newUploadId(uploads.instance)
  const key = attachmentKey(uploadId, filename, clock())
  await store.put(key, bytes, { type: mime, sizeBytes, sha256 })
  const stored = { uploadId, key, filename, sizeBytes, mime, sha256, scanStatus }
  await db.insert(files).values({ ...stored, uploadedBy: userId })
  return uploadId
}
