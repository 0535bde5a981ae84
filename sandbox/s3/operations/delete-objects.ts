import { type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import { readText } from '#sandbox/s3/wire/body.ts'
import { childrenOf, readXml, textOf } from '#sandbox/s3/wire/read-xml.ts'
import { xmlDocument } from '#sandbox/s3/wire/xml.ts'

const MOST_AT_ONCE = 1000

/** That there is no such object is no failure: it is gone, which is what was asked for. */
export const deleteObject: Operation = async ({ request, bucket, key }, { buckets, objects }) => {
  buckets.check(bucket)
  if (request.headers['x-minio-force-delete']) {
    throw new S3Failure('NotImplemented', 'Deleting all objects below a prefix at once is not implemented.')
  }
  await objects.remove(bucket, [key])
  return { status: 204 }
}

export const deleteObjects: Operation = async ({ bucket, body }, { buckets, objects }) => {
  buckets.check(bucket)
  const asked = readXml(await readText(body), 'Delete')
  const keys = childrenOf(asked, 'Object').map((object) => textOf(object, 'Key'))
  if (keys.length === 0 || keys.length > MOST_AT_ONCE || !keys.every(isNamed)) {
    throw new S3Failure('MalformedXML')
  }
  await objects.remove(bucket, keys)
  const isQuiet = textOf(asked, 'Quiet') === 'true'
  return xmlAnswer(
    xmlDocument('DeleteResult', { Deleted: isQuiet ? undefined : keys.map((key) => ({ Key: key })) }),
  )
}

const isNamed = (key: string | undefined): key is string => key !== undefined && key !== ''
