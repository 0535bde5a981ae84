import { createHash } from 'node:crypto'
import { DomainError } from '#src/errors.ts'
import { openSpill, type Spill } from './spill.ts'

/** A file that came whole, known by its size and digest before the store sees anything of it. */
export type Held = AsyncDisposable & {
  sizeBytes: number
  sha256: string
  /** Its first bytes, which say of what type it is. */
  head: Uint8Array
  /** From the beginning, as often as wanted. To be used as it comes: a chunk's memory serves a later one. */
  bytes(): AsyncIterable<Uint8Array>
}

type Limits = { mostBytes: number; folder: string; name: string }

const IN_MEMORY_BYTES = 1024 * 1024
const HEAD_BYTES = 64 * 1024
const WRITE_BYTES = 512 * 1024

/**
 * Takes a file in as fast as it comes, and holds the small in memory and others in a file without a name. So a slow sender holds no connection to the store, and what is refused has never been there.
 */
export async function hold(source: AsyncIterable<Uint8Array>, limits: Limits): Promise<Held> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let head = new Uint8Array()
  await using kept = new AsyncDisposableStack()
  let spill: Spill | null = null

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
    spill ??= kept.use(await openSpill(limits.folder))
    if (waitingBytes < WRITE_BYTES) continue
    await spill.write(waiting)
    waiting = []
    waitingBytes = 0
  }
  await spill?.write(waiting)
  await spill?.written()

  const file = spill
  const inMemory = waiting
  const disposal = kept.move()
  return {
    sizeBytes,
    sha256: hash.digest('hex'),
    head,
    bytes: () => (file ? file.read(sizeBytes) : fromMemory(inMemory)),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}

export const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`

async function* fromMemory(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks
}
