import type { Call, Operation } from '#sandbox/s3/call.ts'
import type { NewObject } from '#sandbox/s3/store/objects.ts'
import type { Store } from '#sandbox/s3/store/store.ts'
import { checkKey } from '#sandbox/s3/wire/address.ts'
import { quoted } from './listing.ts'
import { storedHeaders } from './stored-headers.ts'

export const putObject: Operation = async (call, store) => {
  const { request, bucket, key } = call
  checkKey(key)
  store.buckets.check(bucket)
  const { etag } = await receiveObject(call, store, storedHeaders(Object.entries(request.headers)))
  return { status: 200, headers: { etag: quoted(etag) } }
}

export function receiveObject(
  { request, bucket, key, body }: Pick<Call, 'request' | 'bucket' | 'key' | 'body'>,
  { blobs, objects }: Store,
  headers: NewObject['headers'],
) {
  return blobs.receive(body.bytes, (file) => {
    const pieces = [{ file, sizeBytes: body.sizeBytes() }]
    return objects.put(bucket, key, { etag: body.md5(), headers, pieces }, writeCondition(request))
  })
}

export const writeCondition = ({ headers }: Call['request']) => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
})
