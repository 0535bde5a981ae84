import type { files } from '#src/db/activity-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Held } from './hold.ts'
import { judgeType } from './judge-type.ts'
import { attachmentKey, newUploadId } from './object-key.ts'

/** What a row says of a file whose bytes are in the store. */
export type StoredFile = Pick<
  typeof files.$inferSelect,
  'uploadId' | 'key' | 'filename' | 'sizeBytes' | 'mime' | 'sha256' | 'scanStatus'
>

/** Puts what came whole into the store, under a key of its own. Throws what no file may be, whoever it comes from. */
export async function putHeld(
  { files: store, clock, uploads }: Pick<Ports, 'files' | 'clock' | 'uploads'>,
  name: string,
  held: Held,
): Promise<StoredFile> {
  const { sizeBytes, sha256 } = held
  if (sizeBytes === 0) throw new DomainError('file-empty', { name })
  const mime = await judgeType(name, held)
  const uploadId = newUploadId(uploads.instance)
  const key = attachmentKey(uploadId, name, clock())
  await store.put(key, held.bytes(), { type: mime, sizeBytes, sha256 })
  const scanStatus = uploads.isScanned ? 'waiting' : 'not-scanned'
  return { uploadId, key, filename: name, sizeBytes, mime, sha256, scanStatus }
}
