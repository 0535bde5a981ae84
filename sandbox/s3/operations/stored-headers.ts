import { S3Failure } from '#sandbox/s3/failure.ts'
import type { StoredHeaders } from '#sandbox/s3/store/objects.ts'

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]
const MOST_METADATA_BYTES = 2048
const META = 'x-amz-meta-'

/** What of a request's headers, or of a form's fields, goes with the object. */
export function storedHeaders(
  given: Iterable<[name: string, value: string | string[] | undefined]>,
): StoredHeaders {
  const stored: StoredHeaders = { 'content-type': 'application/octet-stream' }
  let metadataBytes = 0
  for (const [name, several] of given) {
    const value = Array.isArray(several) ? several.join(',') : (several ?? '')
    if (name.startsWith('x-amz-server-side-encryption')) {
      throw new S3Failure('NotImplemented', 'Server side encryption specified but KMS is not configured')
    }
    if (name === 'x-amz-tagging' || name.startsWith('x-amz-object-lock-')) {
      throw new S3Failure('NotImplemented', `${name} is not implemented.`)
    }
    if (name.startsWith(META)) metadataBytes += name.length - META.length + value.length
    if (name.startsWith(META) || (KEPT.includes(name) && value !== ''))
      stored[name] = checkedValue(name, value)
  }
  if (metadataBytes > MOST_METADATA_BYTES) throw new S3Failure('MetadataTooLarge')
  const encoding = withoutChunks(stored['content-encoding'])
  if (encoding) stored['content-encoding'] = encoding
  else delete stored['content-encoding']
  return stored
}

/** Would end the header, or the answer. */
export function checkedValue(name: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    throw new S3Failure('InvalidArgument', `The value of ${name} holds a control character.`)
  }
  return value
}

/** Header values are bytes, and Node writes each character below 256 as one. */
export const asHeaderBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

/** aws-chunked is how the bytes came, not what they are. */
const withoutChunks = (encoding = '') =>
  encoding
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked')
    .join(',')
