import { type Call, type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Store } from '#sandbox/s3/store/store.ts'
import { checkKey, wholeNumber } from '#sandbox/s3/wire/address.ts'
import { type Body, hashing, readText } from '#sandbox/s3/wire/body.ts'
import { childrenOf, readXml, textOf } from '#sandbox/s3/wire/read-xml.ts'
import { xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { readRange } from './conditions.ts'
import { openSource } from './copy-object.ts'
import { contentOf } from './get-object.ts'
import { isoMoment, quoted } from './listing.ts'
import { writeCondition } from './put-object.ts'
import { storedHeaders } from './stored-headers.ts'

const MOST_PARTS = 10_000

export const createMultipartUpload: Operation = ({ request, bucket, key }, { uploads }) => {
  checkKey(key)
  const id = uploads.start(bucket, key, storedHeaders(Object.entries(request.headers)))
  return xmlAnswer(xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }))
}

export const uploadPart: Operation = async (call, store) => {
  const { etag } = await receivePart(call, store, call.body)
  return { status: 200, headers: { etag: quoted(etag) } }
}

export const uploadPartCopy: Operation = async (call, store) => {
  const { source } = openSource(call, store)
  try {
    const header = call.request.headers['x-amz-copy-source-range']?.toString()
    const range = readRange(header, source.sizeBytes)
    if (header !== undefined && !range)
      throw new S3Failure('InvalidArgument', 'The range must be bytes=first-last.')
    const { etag, modifiedAt } = await receivePart(
      call,
      store,
      hashing(contentOf(store.blobs, source, range).bytes()),
    )
    return xmlAnswer(
      xmlDocument('CopyPartResult', { LastModified: isoMoment(modifiedAt), ETag: quoted(etag) }),
    )
  } finally {
    source.release()
  }
}

function receivePart({ bucket, key, query }: Call, { uploads, blobs }: Store, body: Body) {
  const number = wholeNumber(query.get('partNumber'), 'partNumber', 0)
  if (number < 1 || number > MOST_PARTS) {
    throw new S3Failure(
      'InvalidArgument',
      `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`,
    )
  }
  const id = uploadId(query)
  uploads.check(bucket, key, id)
  return blobs.receive(body.bytes, (file) =>
    uploads.addPart(bucket, key, id, { number, file, etag: body.md5(), sizeBytes: body.sizeBytes() }),
  )
}

export const completeMultipartUpload: Operation = async (call, { uploads, objects }) => {
  const { request, bucket, key, query, body } = call
  const asked = readXml(await readText(body), 'CompleteMultipartUpload')
  const chosen = childrenOf(asked, 'Part').map((part) => ({
    number: wholeNumber(textOf(part, 'PartNumber')?.trim(), 'PartNumber', 0),
    etag: textOf(part, 'ETag')?.trim().replace(/^"|"$/g, '') ?? '',
  }))
  const { finish, ...object } = uploads.assemble(bucket, key, uploadId(query), chosen)
  const { etag } = await objects.put(bucket, key, object, writeCondition(request), finish)
  const location = `http://${request.headers.host}/${bucket}/${encodeURI(key)}`
  return xmlAnswer(
    xmlDocument('CompleteMultipartUploadResult', {
      Location: location,
      Bucket: bucket,
      Key: key,
      ETag: quoted(etag),
    }),
  )
}

export const abortMultipartUpload: Operation = async ({ bucket, key, query }, { uploads }) => {
  await uploads.abort(bucket, key, uploadId(query))
  return { status: 204 }
}

export const uploadId = (query: URLSearchParams) => query.get('uploadId') ?? ''
