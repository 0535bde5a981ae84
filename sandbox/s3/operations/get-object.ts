import type { Answer, Content, Operation } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Blobs } from '#sandbox/s3/store/blobs.ts'
import type { Piece, StoredObject } from '#sandbox/s3/store/objects.ts'
import type { Store } from '#sandbox/s3/store/store.ts'
import { judge, type Range, readRange } from './conditions.ts'
import { quoted } from './listing.ts'
import { asHeaderBytes, checkedValue } from './stored-headers.ts'

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

/** HeadObject too: the sender leaves out the bytes. */
export const getObject: Operation = ({ request, bucket, key, query }, store) => {
  const { headers } = request
  const object = openObject(store, bucket, key, query.get('versionId'))
  try {
    const outcome = judge(object, {
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      ifModifiedSince: headers['if-modified-since'],
      ifUnmodifiedSince: headers['if-unmodified-since'],
    })
    if (outcome === 'failed') throw new S3Failure('PreconditionFailed')
    const about = { ...object.headers, ...describe(object), ...overrides(query) }
    if (outcome === 'not modified') return unmodified(object, about)
    const ifRange = headers['if-range']?.toString()
    const isSameAsBefore = ifRange === undefined || [about.etag, about['last-modified']].includes(ifRange)
    const range = isSameAsBefore ? readRange(headers.range, object.sizeBytes) : null
    return {
      status: range ? 206 : 200,
      headers: {
        ...about,
        ...(range && { 'content-range': `bytes ${range.from}-${range.to}/${object.sizeBytes}` }),
      },
      body: contentOf(store.blobs, object, range),
    }
  } catch (error) {
    object.release()
    throw error
  }
}

export function openObject({ buckets, objects }: Store, bucket: string, key: string, version: string | null) {
  buckets.check(bucket)
  const object = objects.open(bucket, key)
  if (!object) throw new S3Failure('NoSuchKey', undefined, { BucketName: bucket, Key: key })
  if (version !== null && version !== 'null') {
    object.release()
    throw new S3Failure('NoSuchVersion', undefined, { Key: key, VersionId: version })
  }
  return object
}

export function contentOf(
  blobs: Blobs,
  object: StoredObject & { release(): void },
  range: Range | null,
): Content {
  const { from, to } = range ?? { from: 0, to: object.sizeBytes - 1 }
  return {
    sizeBytes: to - from + 1,
    bytes: () => readPieces(blobs, object.pieces, from, to),
    release: object.release,
  }
}

async function* readPieces(blobs: Blobs, pieces: Piece[], from: number, to: number) {
  let startsAt = 0
  for (const { file, sizeBytes } of pieces) {
    const [first, last] = [Math.max(from - startsAt, 0), Math.min(to - startsAt, sizeBytes - 1)]
    if (first <= last) yield* blobs.read(file, first, last)
    startsAt += sizeBytes
  }
}

const describe = ({ etag, modifiedAt }: StoredObject) => ({
  etag: quoted(etag),
  'last-modified': new Date(modifiedAt).toUTCString(),
  'accept-ranges': 'bytes',
})

const unmodified = (object: { release(): void }, about: Record<string, string>): Answer => {
  object.release()
  const { 'content-type': _type, 'content-encoding': _encoding, ...headers } = about
  return { status: 304, headers }
}

/** `?response-content-disposition=...`: what a link may say about the bytes it leads to. */
function overrides(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    OVERRIDES.flatMap((name) => {
      const value = query.get(`response-${name}`)
      return value === null ? [] : [[name, asHeaderBytes(checkedValue(name, value))]]
    }),
  )
}
