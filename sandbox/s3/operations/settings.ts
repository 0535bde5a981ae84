import { type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import { type FailureCode, S3Failure } from '#sandbox/s3/failure.ts'
import { type XmlValue, xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { OWNER } from './listing.ts'

/** What a MinIO answers about a bucket on which nothing was ever set. Setting is not implemented. */
export const emptySetting =
  (root: string, content: XmlValue = ''): Operation =>
  ({ bucket }, { buckets }) => {
    buckets.check(bucket)
    return xmlAnswer(xmlDocument(root, content))
  }

export const missingSetting =
  (code: FailureCode): Operation =>
  ({ bucket }, { buckets }) => {
    buckets.check(bucket)
    throw new S3Failure(code, undefined, { BucketName: bucket })
  }

/** Nothing is there, so nothing is left. */
export const removedSetting: Operation = ({ bucket }, { buckets }) => {
  buckets.check(bucket)
  return { status: 204 }
}

export const ACCESS: XmlValue = {
  Owner: OWNER,
  AccessControlList: { Grant: { Grantee: OWNER, Permission: 'FULL_CONTROL' } },
}

/** About an object that is there. */
export const ofObject =
  (answer: Operation): Operation =>
  (call, store) => {
    store.buckets.check(call.bucket)
    const object = store.objects.open(call.bucket, call.key)
    if (!object) throw new S3Failure('NoSuchKey', undefined, { Key: call.key })
    object.release()
    return answer(call, store)
  }
