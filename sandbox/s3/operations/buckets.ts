import { type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import { checkBucketName } from '#sandbox/s3/wire/address.ts'
import { readText } from '#sandbox/s3/wire/body.ts'
import { readXml, textOf } from '#sandbox/s3/wire/read-xml.ts'
import { xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { isoMoment, OWNER } from './listing.ts'

export const listBuckets: Operation = (_call, { buckets }) => {
  const list = buckets
    .list()
    .map(({ name, createdAt }) => ({ Name: name, CreationDate: isoMoment(createdAt) }))
  return xmlAnswer(xmlDocument('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket: list } }))
}

export const createBucket: Operation = async ({ bucket, body, region }, { buckets }) => {
  checkBucketName(bucket)
  const text = await readText(body)
  const wanted = text && textOf(readXml(text, 'CreateBucketConfiguration'), 'LocationConstraint')
  if (wanted && wanted !== region) throw new S3Failure('InvalidRegion', undefined, { Region: region })
  buckets.create(bucket)
  return { status: 200, headers: { location: `/${bucket}` } }
}

export const headBucket: Operation = ({ bucket, region }, { buckets }) => {
  buckets.check(bucket)
  return { status: 200, headers: { 'x-amz-bucket-region': region } }
}

export const deleteBucket: Operation = async ({ bucket }, { buckets, blobs }) => {
  await blobs.drop(buckets.remove(bucket))
  return { status: 204 }
}

export const getBucketLocation: Operation = ({ bucket, region }, { buckets }) => {
  buckets.check(bucket)
  // The first region of all has no name here.
  return xmlAnswer(xmlDocument('LocationConstraint', region === 'us-east-1' ? '' : region))
}
