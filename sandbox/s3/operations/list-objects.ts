import { type Call, type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { ListedObject } from '#sandbox/s3/store/objects.ts'
import type { Store } from '#sandbox/s3/store/store.ts'
import { wholeNumber } from '#sandbox/s3/wire/address.ts'
import { urlEncodeKey, xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { isoMoment, OWNER, quoted, readPage } from './listing.ts'

const LARGEST_PAGE = 1000

export const listObjects: Operation = (call, store) => {
  const after = call.query.get('marker') ?? ''
  const { common, page, encode, contents, prefixes } = read(call, store, after)
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      ...common,
      Marker: encode(after),
      NextMarker: page.next === null ? undefined : encode(page.next),
      Contents: contents({ isOwnerAsked: true }),
      CommonPrefixes: prefixes,
    }),
  )
}

export const listObjectsV2: Operation = (call, store) => {
  const { query } = call
  if (query.get('list-type') !== '2') throw new S3Failure('InvalidArgument', 'list-type must be 2.')
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after') ?? ''
  const { common, page, encode, contents, prefixes } = read(
    call,
    store,
    token === null ? startAfter : keyOf(token),
  )
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      ...common,
      KeyCount: page.objects.length + page.prefixes.length,
      StartAfter: startAfter ? encode(startAfter) : undefined,
      ContinuationToken: token ?? undefined,
      NextContinuationToken: page.next === null ? undefined : tokenOf(page.next),
      Contents: contents({ isOwnerAsked: query.get('fetch-owner') === 'true' }),
      CommonPrefixes: prefixes,
    }),
  )
}

/** Nothing has a version here, so each object is its own latest one. */
export const listObjectVersions: Operation = (call, store) => {
  const after = call.query.get('key-marker') ?? ''
  const { common, page, encode, contents, prefixes } = read(call, store, after)
  const versions = contents({ isOwnerAsked: true })
  return xmlAnswer(
    xmlDocument('ListVersionsResult', {
      ...common,
      KeyMarker: encode(after),
      VersionIdMarker: '',
      NextKeyMarker: page.next === null ? undefined : encode(page.next),
      NextVersionIdMarker: page.next === null ? undefined : 'null',
      Version: versions.map((version) => ({ ...version, VersionId: 'null', IsLatest: true })),
      CommonPrefixes: prefixes,
    }),
  )
}

function read({ bucket, query }: Call, { buckets, objects }: Store, after: string) {
  buckets.check(bucket)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const most = Math.min(wholeNumber(query.get('max-keys'), 'max-keys', LARGEST_PAGE), LARGEST_PAGE)
  const encoding = query.get('encoding-type')
  if (encoding !== null && encoding !== 'url') {
    throw new S3Failure('InvalidArgument', 'Invalid Encoding Method specified in Request')
  }
  const encode = encoding ? urlEncodeKey : (key: string) => key
  const page = readPage(objects, bucket, { prefix, delimiter, after, most })
  return {
    page,
    encode,
    prefixes: page.prefixes.map((one) => ({ Prefix: encode(one) })),
    contents: ({ isOwnerAsked }: { isOwnerAsked: boolean }) =>
      page.objects.map((object) => ({ ...entry(object, encode), Owner: isOwnerAsked ? OWNER : undefined })),
    common: {
      Name: bucket,
      Prefix: encode(prefix),
      Delimiter: delimiter ? encode(delimiter) : undefined,
      MaxKeys: most,
      EncodingType: encoding ?? undefined,
      IsTruncated: page.next !== null,
    },
  }
}

const entry = ({ key, modifiedAt, etag, sizeBytes }: ListedObject, encode: (key: string) => string) => ({
  Key: encode(key),
  LastModified: isoMoment(modifiedAt),
  ETag: quoted(etag),
  Size: sizeBytes,
  StorageClass: 'STANDARD',
})

// Begins with a letter: clients that read XML leniently would take a token of digits for a number.
const tokenOf = (key: string) => `k${Buffer.from(key).toString('base64url')}`

function keyOf(token: string): string {
  const key = Buffer.from(token.slice(1), 'base64url').toString('utf8')
  if (tokenOf(key) !== token)
    throw new S3Failure('InvalidArgument', 'The continuation token provided is incorrect')
  return key
}
