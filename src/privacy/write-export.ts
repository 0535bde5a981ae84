import { eq } from 'drizzle-orm'
import { recordCpfAccess } from '#src/db/cpf-access.ts'
import { privacyExports } from '#src/db/privacy-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import { hold } from '#src/files/hold.ts'
import { exportKey, newUploadId } from '#src/files/object-key.ts'
import { Postpone } from '#src/jobs/ends.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { exportLines } from './export-lines.ts'

type Needed = Pick<Ports, 'db' | 'files' | 'uploads' | 'clock' | 'cpfVault' | 'log'>

const WEEK_MS = 7 * 86_400_000
/** Nobody's life with a help desk is longer; and a mistake of ours does not fill the disk. */
const MOST_BYTES = 2 ** 31 - 1
const DISK_FULL_PAUSE_MS = 60_000

/**
 * Writes the file to a disk, then to the store, and says that it is there with the end of the job. Whoever dies before that has left
 * bytes to the sweep, and it is written anew.
 */
export const writeExport =
  ({ db, files: store, uploads, clock, cpfVault }: Needed): Task<'write-export'> =>
  async ({ exportId }, job) => {
    const [wanted] = await db.select().from(privacyExports).where(eq(privacyExports.id, exportId))
    const [person] = wanted ? await db.select().from(users).where(eq(users.id, wanted.userId)) : []
    if (!wanted || wanted.readyAt !== null || !person || person.erasedAt !== null) return
    const cpf = person.cpf === '' ? null : cpfVault.open(person.cpf, person.id)
    const lines = async function* () {
      for await (const line of exportLines(db, person, cpf)) {
        job.signal.throwIfAborted()
        yield Buffer.from(`${JSON.stringify(line)}\n`)
      }
    }
    const limits = { folder: uploads.folder, name: 'export', mostBytes: MOST_BYTES }
    await using held = await hold(lines(), limits).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'disk-full') throw new Postpone(DISK_FULL_PAUSE_MS)
      throw error
    })
    const { sizeBytes, sha256 } = held
    const key = exportKey(newUploadId(uploads.instance))
    await store.put(key, held.bytes(), { type: 'application/x-ndjson', sizeBytes, sha256 })
    const { userId, askedById: actorId } = wanted
    await job.finish(async (tx) => {
      const readyAt = clock()
      const expiresAt = new Date(readyAt.getTime() + WEEK_MS)
      await tx
        .update(privacyExports)
        .set({ key, sizeBytes, readyAt, expiresAt })
        .where(eq(privacyExports.id, exportId))
      if (cpf !== null) await recordCpfAccess(tx, { actorId, userId, purpose: 'export' })
      await promise(tx, 'tell-export', { exportId }, { lane: 'mail' })
    })
  }
