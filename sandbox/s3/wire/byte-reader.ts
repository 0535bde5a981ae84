import { S3Failure } from '#sandbox/s3/failure.ts'

/** Bytes as they come, asked for line by line or by number; holds no more than came at once. */
export type ByteReader = {
  /** At least one byte. */
  upTo(count: number): Promise<Buffer>
  /** All before the delimiter, which is taken too. */
  until(delimiter: Buffer): AsyncGenerator<Buffer>
  line(mostBytes: number): Promise<string>
  close(): Promise<void>
}

const LINE_END = Buffer.from('\r\n')

export function readBytes(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function more(): Promise<void> {
    const { value, done } = await iterator.next()
    if (done) throw new S3Failure('IncompleteBody')
    held = held.length > 0 ? Buffer.concat([held, value]) : value
  }
  const take = (count: number) => {
    const taken = held.subarray(0, count)
    held = held.subarray(count)
    return taken
  }

  async function* until(delimiter: Buffer) {
    for (;;) {
      const at = held.indexOf(delimiter)
      if (at >= 0) {
        if (at > 0) yield take(at)
        take(delimiter.length)
        return
      }
      // The delimiter may have begun to arrive.
      const certain = held.length - delimiter.length + 1
      if (certain > 0) yield take(certain)
      await more()
    }
  }

  return {
    async upTo(count) {
      while (held.length === 0) await more()
      return take(count)
    },
    until,
    async line(mostBytes) {
      const text = await collect(until(LINE_END), mostBytes)
      return text.toString('utf8')
    },
    async close() {
      await iterator.return?.()
    },
  }
}

/** Whole in memory, so only for what is small. */
export async function collect(source: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of source) {
    sizeBytes += chunk.length
    if (sizeBytes > mostBytes) throw new S3Failure('MaxMessageLengthExceeded')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
