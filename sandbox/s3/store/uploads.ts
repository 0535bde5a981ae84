import { createHash, randomUUID } from 'node:crypto'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Blobs } from './blobs.ts'
import type { Buckets } from './buckets.ts'
import type { Database } from './database.ts'
import type { NewObject, StoredHeaders } from './objects.ts'

export type Upload = { id: string; key: string; startedAt: number }
export type Part = { number: number; etag: string; sizeBytes: number; modifiedAt: number }
export type ChosenPart = { number: number; etag: string }

export type Uploads = {
  start(bucket: string, key: string, headers: StoredHeaders): string
  /** Throws NoSuchUpload. */
  check(bucket: string, key: string, id: string): void
  list(bucket: string): Upload[]
  parts(id: string): Part[]
  /** Takes the place of the part with the same number. */
  addPart(
    bucket: string,
    key: string,
    id: string,
    part: Omit<Part, 'modifiedAt'> & { file: string },
  ): Promise<Part>
  /** The object that the chosen parts make, for Objects.put, together with what ends the upload. */
  assemble(bucket: string, key: string, id: string, chosen: ChosenPart[]): NewObject & { finish(): string[] }
  abort(bucket: string, key: string, id: string): Promise<void>
}

const LEAST_PART_BYTES = 5 * 1024 * 1024

type PartRow = Part & { file: string }

export function openUploads(database: Database, blobs: Blobs, buckets: Buckets): Uploads {
  function find(bucket: string, key: string, id: string) {
    buckets.check(bucket)
    const upload = database.get<{ headers: string }>(
      'select headers from uploads where id = ? and bucket = ? and key = ?',
      ...[id, bucket, Buffer.from(key)],
    )
    if (!upload) throw new S3Failure('NoSuchUpload', undefined, { UploadId: id })
    return upload
  }
  const partsOf = (id: string) =>
    database.all<PartRow>('select * from parts where upload = ? order by number', id)

  /** Inside a transaction. */
  function forget(id: string): void {
    database.run('delete from parts where upload = ?', id)
    database.run('delete from uploads where id = ?', id)
  }

  return {
    start(bucket, key, headers) {
      buckets.check(bucket)
      const id = randomUUID()
      const values = [id, bucket, Buffer.from(key), Date.now(), JSON.stringify(headers)]
      database.run('insert into uploads values (?, ?, ?, ?, ?)', ...values)
      return id
    },
    check: (bucket, key, id) => void find(bucket, key, id),
    list: (bucket) =>
      database
        .all<Omit<Upload, 'key'> & { key: Uint8Array }>(
          'select id, key, startedAt from uploads where bucket = ? order by key, id',
          bucket,
        )
        .map((upload) => ({ ...upload, key: Buffer.from(upload.key).toString('utf8') })),
    parts: partsOf,
    async addPart(bucket, key, id, { number, file, etag, sizeBytes }) {
      const modifiedAt = Date.now()
      const replaced = database.transaction(() => {
        find(bucket, key, id)
        const before = partsOf(id).filter((part) => part.number === number)
        const values = [id, number, file, etag, sizeBytes, modifiedAt]
        database.run('insert or replace into parts values (?, ?, ?, ?, ?, ?)', ...values)
        return before.map((part) => part.file)
      })
      await blobs.drop(replaced)
      return { number, etag, sizeBytes, modifiedAt }
    },
    assemble(bucket, key, id, chosen) {
      const upload = find(bucket, key, id)
      const all = partsOf(id)
      const parts = choose(all, chosen)
      const finish = () => {
        find(bucket, key, id)
        // A part sent again meanwhile is not the one whose bytes were chosen.
        const now = new Set(partsOf(id).map(({ file }) => file))
        for (const { file } of parts) if (!now.delete(file)) throw new S3Failure('InvalidPart')
        forget(id)
        return [...now]
      }
      // Written by us, as text to text.
      const headers = JSON.parse(upload.headers) as StoredHeaders
      return { etag: etagOf(parts), headers, pieces: parts, finish }
    },
    async abort(bucket, key, id) {
      const files = database.transaction(() => {
        find(bucket, key, id)
        const parts = partsOf(id)
        forget(id)
        return parts.map(({ file }) => file)
      })
      await blobs.drop(files)
    },
  }
}

function choose(all: PartRow[], chosen: ChosenPart[]): PartRow[] {
  if (chosen.length === 0) throw new S3Failure('MalformedXML')
  if (chosen.some(({ number }, index) => number <= (chosen[index - 1]?.number ?? 0))) {
    throw new S3Failure('InvalidPartOrder')
  }
  const byNumber = new Map(all.map((part) => [part.number, part]))
  const parts = chosen.map(({ number, etag }) => {
    const part = byNumber.get(number)
    if (part?.etag !== etag) throw new S3Failure('InvalidPart', undefined, { PartNumber: String(number) })
    return part
  })
  const small = parts.slice(0, -1).find(({ sizeBytes }) => sizeBytes < LEAST_PART_BYTES)
  if (small) throw new S3Failure('EntityTooSmall', undefined, { PartNumber: String(small.number) })
  return parts
}

/** As S3 makes it: the MD5 of the parts' MD5s, and how many there were. */
function etagOf(parts: Part[]): string {
  const md5 = createHash('md5')
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'))
  return `${md5.digest('hex')}-${parts.length}`
}
