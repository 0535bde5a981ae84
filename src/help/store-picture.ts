import type { Caller } from '#src/auth/access.ts'
import { helpPictures } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import { hold } from '#src/files/hold.ts'
import { newUploadId, pictureKey } from '#src/files/object-key.ts'
import { aboutPicture, plainPicture } from '#src/files/plain-picture.ts'
import { lockQuota, refuseBeyondQuota } from '#src/files/quota.ts'
import { safeName } from '#src/files/safe-name.ts'
import type { UploadPorts } from '#src/files/store-upload.ts'

export type PictureRow = typeof helpPictures.$inferSelect

export const MOST_BYTES = 5 * 1024 * 1024
export const MOST_PIXELS = 6_000

type Picture = { filename: string; bytes: AsyncIterable<Uint8Array> }

/**
 * Bytes first, then the row: no row points at bytes that are not there, and bytes without a row are swept. So is a picture that
 * no text has a week later: whoever died before they saved left nothing behind.
 */
export async function storePicture(
  ports: UploadPorts,
  { userId }: Pick<Caller, 'userId'>,
  { filename, bytes }: Picture,
): Promise<PictureRow> {
  const { db, files: store, log, uploads } = ports
  const name = safeName(filename)
  const quota = { userId, quotaBytes: uploads.quotaBytes }
  await refuseBeyondQuota(db, { ...quota, sizeBytes: 1 })
  const mostBytes = Math.min(MOST_BYTES, uploads.mostBytes)
  await using held = await hold(bytes, { folder: uploads.folder, mostBytes, name })
  const image = await plainPicture(name, held, MOST_PIXELS)
  const about = aboutPicture(image)
  const id = newUploadId(uploads.instance)
  const key = pictureKey(id, image.extension)
  await store.put(key, image.bytes, about)
  try {
    return await db.transaction(async (tx) => {
      await lockQuota(tx, userId)
      await refuseBeyondQuota(tx, { ...quota, sizeBytes: about.sizeBytes })
      const { width, height, type: mime, extension } = image
      const { sizeBytes, sha256 } = about
      const [row] = await tx
        .insert(helpPictures)
        .values({
          id,
          key,
          mime,
          extension,
          width,
          height,
          sizeBytes,
          sha256,
          uploadedBy: userId,
        })
        .returning()
      if (!row) throw new Error('an insert returned nothing')
      return row
    })
  } catch (error) {
    // Only where the row is surely not there; of a commit whose answer got lost nobody knows, and the sweep will see.
    if (error instanceof DomainError)
      await store.drop(key).catch((err: unknown) => log.warn({ err, key }, 'left for the sweep'))
    throw error
  }
}
