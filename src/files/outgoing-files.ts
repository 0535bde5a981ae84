import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import type { FileId, MessageId, TicketId } from '#src/ids.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import type { JobInHand } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { Calling } from '#src/providers/crm-provider.ts'
import type { FileRow } from './store-upload.ts'

/** Whose files: those of a message, or with null those that came with the ticket itself. */
export type FilesPlace = { ticketId: TicketId; activityId: MessageId | null }

/** What a comment in the CRM has to carry and to say, so that all files are there. */
export type OutgoingFiles = {
  rows: readonly FileRow[]
  /** Small ones: they travel inside of the comment. */
  inside: { name: string; bytes: Buffer }[]
  /** What it says of the others, in the CRM's language; always the same of the same files. */
  lines: string[]
}

type Needed = Pick<Ports, 'db' | 'crm' | 'files'>
type On = { calling: Calling; job: Pick<JobInHand, 'signal'> }

/** Of all that one comment carries. */
const MOST_INSIDE_BYTES = 1024 * 1024

/**
 * Brings the large ones to the CRM's own store, each noted as soon as it is there, and the small ones into memory. null: some of
 * them are still being looked at, and those of one message go together. Any number of times: what is there is not sent again.
 */
export async function takeOutgoing(
  ports: Needed,
  place: FilesPlace,
  { calling, job }: On,
): Promise<OutgoingFiles | null> {
  const rows = await findPending(ports.db, place)
  if (rows.some(({ scanStatus }) => scanStatus === 'waiting')) return null
  const sendable = rows.filter(({ scanStatus }) => scanStatus !== 'infected')
  const smallIds = smallest(sendable)
  const taken: OutgoingFiles = { rows, inside: [], lines: [] }
  for (const row of rows) {
    job.signal.throwIfAborted()
    if (row.scanStatus === 'infected') taken.lines.push(`Bloqueado pelo antivírus: ${shown(row)}`)
    else if (smallIds.has(row.id))
      taken.inside.push({ name: row.filename, bytes: await readWhole(ports, row) })
    else {
      const crmFileId = row.crmFileId ?? (await upload(ports, row, calling))
      taken.lines.push(`No Drive da empresa, pasta Ponte (arquivo ${crmFileId}): ${shown(row)}`)
    }
  }
  return taken
}

/** With the comment that carries them, in the transaction that ends the job. */
export async function markPushed(tx: Tx, { rows }: Pick<OutgoingFiles, 'rows'>): Promise<void> {
  if (rows.length === 0) return
  await tx
    .update(files)
    .set({ crmStatus: 'synced' })
    .where(
      inArray(
        files.id,
        rows.map(({ id }) => id),
      ),
    )
}

const findPending = (db: Db, { ticketId, activityId }: FilesPlace): Promise<FileRow[]> =>
  db
    .select()
    .from(files)
    .where(
      and(
        eq(files.ticketId, ticketId),
        ofMessage(activityId),
        inArray(files.crmStatus, ['pending', 'failed']),
      ),
    )
    .orderBy(asc(files.id))

export const ofMessage = (activityId: MessageId | null) =>
  activityId === null ? isNull(files.activityId) : eq(files.activityId, activityId)

/** As many as fit together; the same ones each time. */
function smallest(rows: readonly FileRow[]): Set<FileId> {
  let left = MOST_INSIDE_BYTES
  const bySize = rows.toSorted((a, b) => a.sizeBytes - b.sizeBytes || a.id - b.id)
  return new Set(
    bySize.flatMap(({ id, sizeBytes }) => {
      left -= sizeBytes
      return left >= 0 ? [id] : []
    }),
  )
}

async function upload({ db, crm, files: store }: Needed, row: FileRow, calling: Calling) {
  const { uploadId: originKey, filename: name, sizeBytes } = row
  const stream = (await store.get(row.key)) ?? lost(row)
  const crmFileId = await crm.uploadFile({ originKey, name, stream, sizeBytes }, calling)
  await db.update(files).set({ crmFileId }).where(eq(files.id, row.id))
  return crmFileId
}

async function readWhole({ files: store }: Needed, row: FileRow): Promise<Buffer> {
  const stream = (await store.get(row.key)) ?? lost(row)
  const bytes = Buffer.from(await new Response(stream).arrayBuffer())
  if (bytes.byteLength !== row.sizeBytes) throw new Error(`file ${row.id} came short from the store`)
  return bytes
}

function lost({ id }: FileRow): never {
  throw new GiveUp(`File ${id} is not in the store`)
}

/** In a comment square brackets begin a tag. */
export const shown = ({ filename }: Pick<FileRow, 'filename'>) =>
  filename.replaceAll('[', '(').replaceAll(']', ')')
