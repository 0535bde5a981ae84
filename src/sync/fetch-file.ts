import { eq } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import { DomainError } from '#src/errors.ts'
import { hold } from '#src/files/hold.ts'
import { putHeld, type StoredFile } from '#src/files/put-held.ts'
import { safeName } from '#src/files/safe-name.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { Postpone } from '#src/jobs/ends.ts'
import { promise } from '#src/jobs/queue.ts'
import type { JobInHand, Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError, type OpenFile } from '#src/providers/crm-provider.ts'
import { FileStoreError } from '#src/providers/file-store.ts'
import { lockTicket } from '#src/tickets/queries.ts'
import { isAwaited, type MissingReason, type RefusedReason, settleFile } from './crm-file.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'files' | 'clock' | 'log' | 'uploads'>
type Row = typeof crmFiles.$inferSelect
type Found =
  | { state: 'here'; stored: StoredFile }
  | { state: 'missing'; reason: MissingReason }
  | { state: 'refused'; reason: RefusedReason }

const DISK_FULL_PAUSE_MS = 60_000

/**
 * Brings a file of the CRM here, by the rules of uploads. Whoever dies before the end has changed nothing: what was put into
 * the store has no row, is swept, and the file is fetched again under another key.
 */
export function fetchFile(ports: Needed): Task<'fetch-file'> {
  const { db, files: store, log } = ports
  return async ({ crmFileRowId }, job) => {
    const [row] = await db.select().from(crmFiles).where(eq(crmFiles.id, crmFileRowId))
    if (!row || !isAwaited(row)) return
    const found = await find(ports, row, job)
    let isUsed = false
    await job.finish(async (tx) => {
      isUsed = await settle(tx, row, found, ports.uploads.isScanned)
    })
    // It was taken off its message meanwhile. Whoever dies here leaves the bytes to the sweep.
    if (!isUsed && found.state === 'here')
      await store
        .drop(found.stored.key)
        .catch((err: unknown) => log.warn({ err, key: found.stored.key }, 'left for the sweep'))
  }
}

async function find(ports: Needed, row: Row, job: JobInHand): Promise<Found> {
  const { crm, files: store, uploads } = ports
  // The CRM's limit is not spent on bytes that nobody could keep.
  if (!(await store.isUp())) throw new FileStoreError({ cause: new Error('nothing is fetched meanwhile') })
  try {
    const opened = await crm.openFile(row.crmFileId, { mostBytes: uploads.mostBytes }, callingOf(job))
    if (opened === null) return { state: 'missing', reason: 'gone' }
    if (opened.sizeBytes > uploads.mostBytes) {
      await opened.stream.cancel()
      return { state: 'refused', reason: 'too-large' }
    }
    const name = safeName(opened.name)
    await using held = await hold(bytesOf(opened, job.signal), { ...uploads, name })
    if (held.sizeBytes !== opened.sizeBytes)
      throw new CrmError(
        'unknown',
        'no-answer',
        `The CRM gave ${held.sizeBytes} of ${opened.sizeBytes} bytes`,
      )
    job.signal.throwIfAborted()
    return { state: 'here', stored: await putHeld(ports, name, held) }
  } catch (error) {
    const reason = refusalOf(error)
    if (reason) return { state: 'refused', reason }
    if (error instanceof DomainError && error.code === 'disk-full') throw new Postpone(DISK_FULL_PAUSE_MS)
    throw error
  }
}

/** Only until we stop, or the job is another's: a slow CRM does not hold us. */
async function* bytesOf({ stream }: OpenFile, signal: AbortSignal): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) {
    signal.throwIfAborted()
    yield chunk
  }
}

const REFUSALS: Record<string, RefusedReason> = {
  'file-too-large': 'too-large',
  'file-empty': 'empty',
  'file-type-not-allowed': 'type-not-allowed',
}
const refusalOf = (error: unknown): RefusedReason | undefined =>
  error instanceof DomainError || error instanceof CrmError ? REFUSALS[error.code] : undefined

/** Returns whether it was still awaited. The ticket is locked first, as by all who write what hangs on it. */
async function settle(tx: Tx, { id, ticketId }: Row, found: Found, isScanned: boolean): Promise<boolean> {
  await lockTicket(tx, ticketId)
  const [row] = await tx.select().from(crmFiles).where(eq(crmFiles.id, id)).for('update')
  if (!row || !isAwaited(row)) return false
  const change =
    found.state === 'here'
      ? await keep(tx, row, found.stored, isScanned)
      : { state: found.state, reason: found.reason }
  await settleFile(tx, row, change)
  return true
}

async function keep(tx: Tx, row: Row, stored: StoredFile, isScanned: boolean) {
  const { ticketId, activityId, crmFileId } = row
  const [file] = await tx
    .insert(files)
    .values({ ...stored, ticketId, activityId, crmFileId })
    .returning({ id: files.id })
  if (!file) throw new Error('a row that was inserted is not there')
  if (isScanned) await promise(tx, 'scan-file', { fileId: file.id }, { lane: 'reconcile' })
  return {
    state: 'here',
    reason: null,
    fileId: file.id,
    name: stored.filename,
    sizeBytes: stored.sizeBytes,
  } as const
}
