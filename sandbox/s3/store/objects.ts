import { randomUUID } from 'node:crypto'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Blobs } from './blobs.ts'
import type { Buckets } from './buckets.ts'
import type { Database } from './database.ts'

/** What is sent back with the bytes: content-type, x-amz-meta-..., names in lower case. */
export type StoredHeaders = Record<string, string>
export type Piece = { file: string; sizeBytes: number }
export type StoredObject = {
  key: string
  etag: string
  sizeBytes: number
  modifiedAt: number
  headers: StoredHeaders
  pieces: Piece[]
}
export type ListedObject = Pick<StoredObject, 'key' | 'etag' | 'sizeBytes' | 'modifiedAt'>

/** Which object must be there, or must not, for a new one to take its place. */
export type WriteCondition = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined }
export type NewObject = { etag: string; headers: StoredHeaders; pieces: Piece[] }

export type Objects = {
  /** `also` happens in the same transaction and says which files nobody names any more. */
  put(
    bucket: string,
    key: string,
    object: NewObject,
    condition: WriteCondition,
    also?: () => string[],
  ): Promise<ListedObject>
  /** Readable until released, even if it is overwritten or deleted meanwhile. */
  open(bucket: string, key: string): (StoredObject & { release(): void }) | null
  remove(bucket: string, keys: string[]): Promise<void>
  /** In the order of their bytes, beginning at one or right after it. */
  walk(bucket: string, prefix: Buffer, from: Buffer): IterableIterator<ListedObject>
}

type Row = {
  key: Uint8Array
  content: string
  etag: string
  sizeBytes: number
  modifiedAt: number
  headers: string
}

export function openObjects(database: Database, blobs: Blobs, buckets: Buckets): Objects {
  const find = (bucket: string, key: string) =>
    database.get<Row>('select * from objects where bucket = ? and key = ?', bucket, Buffer.from(key))

  const piecesOf = (content: string) =>
    database.all<Piece>('select file, sizeBytes from pieces where content = ? order by position', content)

  /** Inside a transaction. */
  function forget(bucket: string, key: string): string[] {
    const row = find(bucket, key)
    if (!row) return []
    const files = piecesOf(row.content).map(({ file }) => file)
    database.run('delete from pieces where content = ?', row.content)
    database.run('delete from objects where bucket = ? and key = ?', bucket, Buffer.from(key))
    return files
  }

  return {
    async put(bucket, key, { etag, headers, pieces }, condition, also = () => []) {
      const content = randomUUID()
      const sizeBytes = pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0)
      const modifiedAt = Date.now()
      const commit = () => {
        buckets.check(bucket)
        checkCondition(find(bucket, key)?.etag, condition)
        const replaced = forget(bucket, key)
        for (const [position, piece] of pieces.entries()) {
          database.run(
            'insert into pieces values (?, ?, ?, ?)',
            content,
            position,
            piece.file,
            piece.sizeBytes,
          )
        }
        database.run(
          'insert into objects values (?, ?, ?, ?, ?, ?, ?)',
          ...[bucket, Buffer.from(key), content, etag, sizeBytes, modifiedAt, JSON.stringify(headers)],
        )
        return [...replaced, ...also()]
      }
      await blobs.drop(database.transaction(commit))
      return { key, etag, sizeBytes, modifiedAt }
    },
    open(bucket, key) {
      const row = find(bucket, key)
      if (!row) return null
      const pieces = piecesOf(row.content)
      const release = blobs.hold(pieces.map(({ file }) => file))
      // Written by us, as text to text.
      const headers = JSON.parse(row.headers) as StoredHeaders
      return { ...row, key, headers, pieces, release }
    },
    async remove(bucket, keys) {
      await blobs.drop(database.transaction(() => keys.flatMap((key) => forget(bucket, key))))
    },
    *walk(bucket, prefix, from) {
      const rows = database.each<Omit<Row, 'content' | 'headers'>>(
        `select key, etag, sizeBytes, modifiedAt from objects
           where bucket = ? and key >= ? and key >= ? and key < ? order by key`,
        ...[bucket, prefix, from, Buffer.concat([prefix, AFTER_ALL])],
      )
      for (const row of rows) yield { ...row, key: Buffer.from(row.key).toString('utf8') }
    },
  }
}

/** A byte that is in no UTF-8 text: sorts after all that begins alike. */
export const AFTER_ALL = Buffer.from([0xff])

function checkCondition(current: string | undefined, { ifMatch, ifNoneMatch }: WriteCondition): void {
  const names = (list: string) => list.split(',').map((name) => name.trim().replace(/^"|"$/g, ''))
  const isIn = (list: string) =>
    current !== undefined && (list.trim() === '*' || names(list).includes(current))
  if (ifMatch !== undefined && current === undefined) throw new S3Failure('NoSuchKey')
  if (ifMatch !== undefined && !isIn(ifMatch)) throw new S3Failure('PreconditionFailed')
  if (ifNoneMatch !== undefined && isIn(ifNoneMatch)) throw new S3Failure('PreconditionFailed')
}
