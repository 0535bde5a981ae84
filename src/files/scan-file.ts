import { and, eq } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import type { FileId } from '#src/ids.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { Scanner } from '#src/providers/scanner.ts'
import { localVisit } from '#src/visit.ts'
import { tellOfMessage } from './tell-of-message.ts'

type ScanPorts = Pick<Ports, 'db' | 'files' | 'log'> & { scanner: Scanner | null }

/** A file that was quarantined is opened, or its bytes are taken away. It is closed before they are. */
export const scanFile =
  (ports: ScanPorts): Task<'scan-file'> =>
  ({ fileId }, { signal }) =>
    scan(ports, fileId, signal)

async function scan(
  { db, files: store, log, scanner }: ScanPorts,
  fileId: FileId,
  signal: AbortSignal,
): Promise<void> {
  const [file] = await db.select().from(files).where(eq(files.id, fileId))
  if (!file) return
  if (file.scanStatus === 'infected') return store.drop(file.key)
  if (file.scanStatus !== 'waiting') return
  if (!scanner) throw new GiveUp('The file waits for a scanner, and CLAMD_URL is not set.')
  const bytes = await store.get(file.key)
  if (!bytes) throw new GiveUp('The file waits for a scanner, and the store does not have it.')

  // Where the scanner does not even answer, nobody has begun to read.
  const found = await scanner.scan(bytes, signal).finally(() => bytes.locked || bytes.cancel())
  const isWaiting = and(eq(files.id, fileId), eq(files.scanStatus, 'waiting'))
  if (found === null) {
    await db.transaction(async (tx) => {
      const [opened] = await tx.update(files).set({ scanStatus: 'clean' }).where(isWaiting).returning()
      if (opened) await tellOfMessage(tx, opened)
    })
    return
  }
  log.warn({ fileId, found }, 'an infected file was taken away')
  await db.transaction(async (tx) => {
    const [closed] = await tx.update(files).set({ scanStatus: 'infected' }).where(isWaiting).returning()
    if (!closed) return
    await recordChange(tx, {
      actorId: null,
      action: 'file-infected',
      subject: 'file',
      subjectId: fileId,
      after: { found, filename: file.filename, sha256: file.sha256, uploaded_by: file.uploadedBy },
      visit: localVisit('scan-file'),
    })
    if (closed.ticketId !== null)
      await recordChange(tx, {
        ...{ actorId: null, action: 'file-infected', subject: 'ticket', subjectId: closed.ticketId },
        ...{ after: { found, file_id: fileId }, visit: localVisit('scan-file') },
      })
    await tellOfMessage(tx, closed)
  })
  await store.drop(file.key)
}
