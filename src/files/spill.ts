import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs/promises'
import * as path from 'node:path'
import { DomainError } from '#src/errors.ts'

const READ_BYTES = 1024 * 1024
const READ_AHEAD = 3

/** A file that has no name and is gone when we are, however we end. */
export type Spill = AsyncDisposable & {
  /** Resolves when the one before is written: one is on its way to the disk while the next is gathered. */
  write(chunks: readonly Uint8Array[]): Promise<void>
  written(): Promise<void>
  /** A chunk is good until the next two have been asked for; then its memory serves another. */
  read(sizeBytes: number): AsyncIterable<Uint8Array>
}

export async function openSpill(folder: string): Promise<Spill> {
  const handle = await openNameless(folder).catch(refuseFull)
  let writing: Promise<unknown> = Promise.resolve()
  return {
    async write(chunks) {
      await writing
      writing = writeAll(handle, chunks).catch(refuseFull)
      // Told to whoever writes next, or waits for the last.
      writing.catch(() => undefined)
    },
    written: async () => void (await writing),
    read: (sizeBytes) => readAll(handle, sizeBytes),
    async [Symbol.asyncDispose]() {
      await writing.catch(() => undefined)
      await handle.close()
    },
  }
}

async function openNameless(folder: string): Promise<fs.FileHandle> {
  await fs.mkdir(folder, { recursive: true, mode: 0o700 })
  const place = path.join(folder, randomUUID())
  const handle = await fs.open(place, 'wx+', 0o600)
  await fs.unlink(place)
  return handle
}

/** There will be room again, so it is no mistake of ours. */
function refuseFull(cause: NodeJS.ErrnoException): never {
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') throw new DomainError('disk-full', {}, { cause })
  throw cause
}

async function writeAll(handle: fs.FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const wanted = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  const { bytesWritten } = await handle.writev(chunks)
  if (bytesWritten < wanted) await handle.writeFile(Buffer.concat(chunks).subarray(bytesWritten))
}

async function* readAll(handle: fs.FileHandle, sizeBytes: number): AsyncGenerator<Uint8Array> {
  const buffers: Buffer[] = []
  for (let position = 0, turn = 0; position < sizeBytes; turn++) {
    const buffer = buffers[turn % READ_AHEAD] ?? Buffer.allocUnsafeSlow(Math.min(READ_BYTES, sizeBytes))
    buffers[turn % READ_AHEAD] = buffer
    const length = Math.min(buffer.byteLength, sizeBytes - position)
    const { bytesRead } = await handle.read(buffer, 0, length, position)
    if (bytesRead === 0) throw new Error('a held file is shorter than what was written to it')
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
