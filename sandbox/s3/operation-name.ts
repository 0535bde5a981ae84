import type { IncomingMessage } from 'node:http'
import { S3Failure } from './failure.ts'
import type { Address } from './wire/address.ts'

type Row = readonly [query: string, name: string]

/** By level and method; the first row whose query is there, and last the plain one. */
const TABLE = {
  'service GET': [['', 'ListBuckets']],
  'bucket HEAD': [['', 'HeadBucket']],
  'bucket PUT': [['', 'CreateBucket']],
  'bucket GET': [
    ['location', 'GetBucketLocation'],
    ['uploads', 'ListMultipartUploads'],
    ['versions', 'ListObjectVersions'],
    ['versioning', 'GetBucketVersioning'],
    ['policy', 'GetBucketPolicy'],
    ['lifecycle', 'GetBucketLifecycleConfiguration'],
    ['encryption', 'GetBucketEncryption'],
    ['tagging', 'GetBucketTagging'],
    ['object-lock', 'GetObjectLockConfiguration'],
    ['replication', 'GetBucketReplication'],
    ['notification', 'GetBucketNotificationConfiguration'],
    ['cors', 'GetBucketCors'],
    ['website', 'GetBucketWebsite'],
    ['acl', 'GetBucketAcl'],
    ['logging', 'GetBucketLogging'],
    ['accelerate', 'GetBucketAccelerateConfiguration'],
    ['requestPayment', 'GetBucketRequestPayment'],
    ['list-type', 'ListObjectsV2'],
    ['', 'ListObjects'],
  ],
  'bucket DELETE': [
    ['policy', 'DeleteBucketPolicy'],
    ['lifecycle', 'DeleteBucketLifecycle'],
    ['encryption', 'DeleteBucketEncryption'],
    ['tagging', 'DeleteBucketTagging'],
    ['', 'DeleteBucket'],
  ],
  'bucket POST': [
    ['delete', 'DeleteObjects'],
    ['', 'PostObject'],
  ],
  'object HEAD': [['', 'HeadObject']],
  'object GET': [
    ['uploadId', 'ListParts'],
    ['tagging', 'GetObjectTagging'],
    ['acl', 'GetObjectAcl'],
    ['', 'GetObject'],
  ],
  'object PUT': [
    ['uploadId', 'UploadPart'],
    ['', 'PutObject'],
  ],
  'object POST': [
    ['uploads', 'CreateMultipartUpload'],
    ['uploadId', 'CompleteMultipartUpload'],
  ],
  'object DELETE': [
    ['uploadId', 'AbortMultipartUpload'],
    ['tagging', 'DeleteObjectTagging'],
    ['', 'DeleteObject'],
  ],
} as const satisfies Record<string, readonly Row[]>

type Named = (typeof TABLE)[keyof typeof TABLE][number][1]
export type OperationName = Named | 'CopyObject' | 'UploadPartCopy'

/** What is set on a bucket or object by its own query: none of it may be taken for the plain operation. */
const SUBRESOURCES = [
  ...['accelerate', 'acl', 'attributes', 'analytics', 'cors', 'delete', 'encryption', 'intelligent-tiering'],
  ...[
    'inventory',
    'legal-hold',
    'lifecycle',
    'location',
    'logging',
    'metrics',
    'notification',
    'object-lock',
  ],
  ...['ownershipControls', 'partNumber', 'policy', 'policyStatus', 'publicAccessBlock', 'replication'],
  ...['requestPayment', 'restore', 'retention', 'select', 'tagging', 'torrent', 'uploadId', 'uploads'],
  ...['versioning', 'versions', 'website'],
]

export function operationName({ method = '', headers }: IncomingMessage, address: Address): OperationName {
  const level = address.bucket === '' ? 'service' : address.key === '' ? 'bucket' : 'object'
  const place = `${level} ${method}`
  if (!isPlace(place)) throw new S3Failure('MethodNotAllowed')
  const rows: readonly (readonly [query: string, name: Named])[] = TABLE[place]
  const [query, name] = rows.find(([needed]) => needed === '' || address.query.has(needed)) ?? []
  const isUnknown = query === '' && SUBRESOURCES.some((subresource) => address.query.has(subresource))
  if (name === undefined || isUnknown) throw new S3Failure('NotImplemented')
  const isCopy = headers['x-amz-copy-source'] !== undefined
  if (name === 'PutObject' && isCopy) return 'CopyObject'
  return name === 'UploadPart' && isCopy ? 'UploadPartCopy' : name
}

const isPlace = (place: string): place is keyof typeof TABLE => Object.hasOwn(TABLE, place)
