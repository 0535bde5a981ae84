import { type Call, type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Store } from '#sandbox/s3/store/store.ts'
import { checkKey, decoded } from '#sandbox/s3/wire/address.ts'
import { xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { judge } from './conditions.ts'
import { openObject } from './get-object.ts'
import { isoMoment, quoted } from './listing.ts'
import { writeCondition } from './put-object.ts'
import { storedHeaders } from './stored-headers.ts'

export const copyObject: Operation = async (call, store) => {
  const { request, bucket, key } = call
  checkKey(key)
  store.buckets.check(bucket)
  const directive = request.headers['x-amz-metadata-directive'] ?? 'COPY'
  const { source, from } = openSource(call, store)
  try {
    const isReplaced = directive === 'REPLACE'
    if (!isReplaced && directive !== 'COPY')
      throw new S3Failure('InvalidArgument', 'Unknown metadata directive.')
    if (!isReplaced && from.bucket === bucket && from.key === key) {
      throw new S3Failure(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
      )
    }
    const headers = isReplaced ? storedHeaders(Object.entries(request.headers)) : source.headers
    const files = source.pieces.map(({ file }) => file)
    const { etag, modifiedAt } = await store.blobs.duplicate(files, (copies) => {
      const pieces = source.pieces.map(({ sizeBytes }, index) => ({ file: copies[index] ?? '', sizeBytes }))
      return store.objects.put(bucket, key, { etag: source.etag, headers, pieces }, writeCondition(request))
    })
    return xmlAnswer(
      xmlDocument('CopyObjectResult', { LastModified: isoMoment(modifiedAt), ETag: quoted(etag) }),
    )
  } finally {
    source.release()
  }
}

/** What `x-amz-copy-source` names, held; its own conditions are asked. */
export function openSource({ request }: Call, store: Store) {
  const header = (name: string) => request.headers[`x-amz-copy-source${name}`]?.toString()
  const [place = '', version] = (header('') ?? '').split('?versionId=')
  const [, bucket, key] = /^\/?([^/]+)\/([\s\S]+)$/.exec(decoded(place)) ?? []
  if (!bucket || !key) {
    throw new S3Failure(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    )
  }
  const source = openObject(store, bucket, key, version ?? null)
  const outcome = judge(source, {
    ifMatch: header('-if-match'),
    ifNoneMatch: header('-if-none-match'),
    ifModifiedSince: header('-if-modified-since'),
    ifUnmodifiedSince: header('-if-unmodified-since'),
  })
  if (outcome !== 'go on') {
    source.release()
    throw new S3Failure('PreconditionFailed')
  }
  return { source, from: { bucket, key } }
}
