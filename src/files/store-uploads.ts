import { and, inArray, isNull } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { files } from '#src/db/activity-schema.ts'
import { type FileRow, storeUpload, type UploadPorts } from './store-upload.ts'

type Incoming = { filename: string; bytes: AsyncIterable<Uint8Array> }

/** All of them, one after the other, or none: what was stored before one that is refused is taken away again. */
export async function storeUploads(
  ports: UploadPorts,
  caller: Pick<Caller, 'userId'>,
  incoming: AsyncIterable<Incoming> | Iterable<Incoming>,
): Promise<FileRow[]> {
  const stored: FileRow[] = []
  try {
    for await (const { filename, bytes } of incoming)
      stored.push(await storeUpload(ports, caller, { filename, stream: bytes }))
    return stored
  } catch (error) {
    await discard(ports, stored).catch((err: unknown) => ports.log.warn({ err }, 'left for the sweep'))
    throw error
  }
}

/** The row before the bytes, so that no row is ever without them. */
async function discard({ db, files: store }: UploadPorts, rows: readonly FileRow[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  const gone = await db
    .delete(files)
    .where(and(inArray(files.id, ids), isNull(files.ticketId)))
    .returning()
  for (const { key } of gone) await store.drop(key)
}
