import { eq } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Visit } from '#src/visit.ts'
import { hold } from './hold.ts'
import { avatarKey, isOurs, newUploadId } from './object-key.ts'
import { aboutPicture, plainPicture } from './plain-picture.ts'
import { safeName } from './safe-name.ts'
import type { UploadPorts } from './store-upload.ts'

const MOST_BYTES = 2 * 1024 * 1024
const MOST_PIXELS = 4096

type Picture = { filename: string; bytes: AsyncIterable<Uint8Array> }
type UserRow = typeof users.$inferSelect

/** a plain picture, freed of everything else that the file said. Bytes first, then the row, then the old bytes. */
export async function changeAvatar(
  ports: UploadPorts,
  caller: Pick<Caller, 'userId'>,
  { filename, bytes }: Picture,
  visit: Visit,
): Promise<UserRow> {
  const { files: store, uploads } = ports
  const name = safeName(filename)
  await using held = await hold(bytes, { folder: uploads.folder, mostBytes: MOST_BYTES, name })
  const image = await plainPicture(name, held, MOST_PIXELS)
  const key = avatarKey(newUploadId(uploads.instance), image.extension)
  await store.put(key, image.bytes, aboutPicture(image))
  return setPicture(ports, caller, key, visit)
}

/** Where there is none, nothing happens. */
export const dropAvatar = (ports: UploadPorts, caller: Pick<Caller, 'userId'>, visit: Visit) =>
  setPicture(ports, caller, null, visit)

async function setPicture(
  { db, files: store, clock, log, uploads }: UploadPorts,
  { userId }: Pick<Caller, 'userId'>,
  key: string | null,
  visit: Visit,
): Promise<UserRow> {
  const { before, after } = await db.transaction(async (tx) => {
    const [before] = await tx.select().from(users).where(eq(users.id, userId)).for('update')
    if (!before) throw new DomainError('user-not-found', { id: userId })
    // A form takes as long as its line does: they may have been taken out while it came.
    if (!before.isActive) throw new DomainError('session-ended')
    if (before.profilePicture === key) return { before: null, after: before }
    const [after] = await tx
      .update(users)
      .set({ profilePicture: key, updatedAt: clock() })
      .where(eq(users.id, userId))
      .returning()
    if (!after) throw new Error('a locked row is gone')
    await recordChange(tx, {
      actorId: userId,
      action: 'avatar-changed',
      subject: 'user',
      subjectId: userId,
      before: { profile_picture: before.profilePicture },
      after: { profile_picture: key },
      visit,
    })
    return { before, after }
  })
  const old = before?.profilePicture
  // What the portal before us has put there may still be in use there.
  if (old && isOurs(old, uploads.instance))
    await store.drop(old).catch((err: unknown) => log.warn({ err, key: old }, 'left for the sweep'))
  return after
}
