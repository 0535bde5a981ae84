import { createHash, randomUUID } from 'node:crypto'
import * as fs from 'node:fs/promises'
import * as path from 'node:path'
import { DomainError } from '#src/errors.ts'

/** A file that came whole, known by its size and digest before the store sees anything of it. */
export type Held = AsyncDisposable & {
  sizeBytes: number
  sha256: string
  /** Its first bytes, which say of what type it is. */
  head: Uint8Array
  /** From the beginning, as often as wanted. */
  bytes(): AsyncIterable<Uint8Array>
}

type Limits = { mostBytes: number; folder: string; name: string }

const IN_MEMORY_BYTES = 1024 * 1024
const HEAD_BYTES = 64 * 1024
const WRITE_BYTES = 512 * 1024
const READ_BYTES = 256 * 1024

/**
 * Takes a file in as fast as it comes, and holds the small in memory and others in a file without a name, which is gone when we
 * are, however we end. So a slow sender holds no connection to the store, and what is refused has never been there.
 */
export async function hold(source: AsyncIterable<Uint8Array>, limits: Limits): Promise<Held> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let head = new Uint8Array()
  await using kept = new AsyncDisposableStack()
  let spill: fs.FileHandle | null = null

  for await (const chunk of source) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > limits.mostBytes)
      throw new DomainError('file-too-large', { name: limits.name, limit: megabytes(limits.mostBytes) })
    hash.update(chunk)
    if (head.byteLength < HEAD_BYTES)
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.byteLength)])
    waiting.push(chunk)
    waitingBytes += chunk.byteLength
    if (!spill && waitingBytes <= IN_MEMORY_BYTES) continue
    spill ??= kept.use(await openNameless(limits.folder))
    if (waitingBytes < WRITE_BYTES) continue
    await writeAll(spill, waiting)
    waiting = []
    waitingBytes = 0
  }
  if (spill) await writeAll(spill, waiting)

  const file = spill
  const inMemory = waiting
  const disposal = kept.move()
  return {
    sizeBytes,
    sha256: hash.digest('hex'),
    head,
    bytes: () => (file ? readFrom(file, sizeBytes) : fromMemory(inMemory)),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}

export const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`

async function openNameless(folder: string): Promise<fs.FileHandle> {
  await fs.mkdir(folder, { recursive: true, mode: 0o700 })
  const place = path.join(folder, randomUUID())
  const handle = await fs.open(place, 'wx+', 0o600)
  await fs.unlink(place)
  return handle
}

async function writeAll(handle: fs.FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const wanted = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  const { bytesWritten } = await handle.writev(chunks)
  if (bytesWritten < wanted) await handle.writeFile(Buffer.concat(chunks).subarray(bytesWritten))
}

async function* readFrom(handle: fs.FileHandle, sizeBytes: number): AsyncIterable<Uint8Array> {
  let position = 0
  while (position < sizeBytes) {
    // A new one each time: whoever got the last may still hold it.
    const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, sizeBytes - position))
    const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, position)
    if (bytesRead === 0) throw new Error('a held file is shorter than what was written to it')
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function* fromMemory(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks
}
