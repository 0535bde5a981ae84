import { createHash, type Hash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { crc32 } from 'node:zlib'
import type { Payload } from '#sandbox/s3/auth/authenticate.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import { wholeNumber } from './address.ts'
import { collect } from './byte-reader.ts'
import { decodeChunks } from './chunks.ts'

const LARGEST_PUT_BYTES = 5 * 1024 ** 3
const LARGEST_XML_BYTES = 4 * 1024 * 1024

/** Bytes that are hashed on the way. Reading them to the end is what checks them. */
export type Body = {
  bytes: AsyncIterable<Buffer>
  /** Of what has been read so far. */
  md5(): string
  sizeBytes(): number
}

type Expected = {
  sha256?: string
  md5?: string | undefined
  checksum?: Announced | null
  sizeBytes?: number
}

type Announced = { algorithm: Checksum; value: () => string | undefined }

/** The body of a request, checked against all that its sender promised about it. */
export function openBody(request: IncomingMessage, payload: Payload): Body {
  const { headers } = request
  // A failure in the middle shall be answered, and destroying the request would take the connection with it.
  const raw: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false })
  const trailers = new Map<string, string>()
  const isChunked = payload.kind === 'chunks'
  const bytes = isChunked ? decodeChunks(raw, { ...payload, trailers }) : raw
  const length = isChunked ? headers['x-amz-decoded-content-length'] : headers['content-length']
  const isEmpty = length === undefined && headers['transfer-encoding'] === undefined
  if (length === undefined && (isChunked || !isEmpty)) throw new S3Failure('MissingContentLength')
  const sizeBytes = wholeNumber(length?.toString(), 'Content-Length', 0)
  if (sizeBytes > LARGEST_PUT_BYTES) throw new S3Failure('EntityTooLarge')
  return hashing(bytes, {
    sizeBytes,
    md5: headers['content-md5']?.toString(),
    checksum: checksumOf(headers, trailers),
    ...(payload.kind === 'hashed' && { sha256: payload.sha256 }),
  })
}

export function hashing(source: AsyncIterable<Buffer>, expected: Expected = {}): Body {
  if (expected.md5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(expected.md5)) {
    throw new S3Failure('InvalidDigest')
  }
  const md5 = createHash('md5')
  const sha256 = expected.sha256 ? createHash('sha256') : null
  const checksum = expected.checksum ? CHECKSUMS[expected.checksum.algorithm]() : null
  let sizeBytes = 0

  async function* bytes() {
    for await (const chunk of source) {
      sizeBytes += chunk.length
      if (expected.sizeBytes !== undefined && sizeBytes > expected.sizeBytes)
        throw new S3Failure('IncompleteBody')
      md5.update(chunk)
      sha256?.update(chunk)
      checksum?.update(chunk)
      yield chunk
    }
    if (expected.sizeBytes !== undefined && sizeBytes !== expected.sizeBytes)
      throw new S3Failure('IncompleteBody')
    if (sha256 && sha256.digest('hex') !== expected.sha256) throw new S3Failure('XAmzContentSHA256Mismatch')
    if (expected.md5 && md5.copy().digest('base64') !== expected.md5) throw new S3Failure('BadDigest')
    if (checksum && expected.checksum && checksum.digest() !== expected.checksum.value()) {
      throw new S3Failure(
        'BadDigest',
        `The ${expected.checksum.algorithm} did not match the calculated checksum.`,
      )
    }
  }
  return { bytes: bytes(), md5: () => md5.copy().digest('hex'), sizeBytes: () => sizeBytes }
}

/** For what is no object: XML, or nothing at all. */
export const readText = async (body: Body) => (await collect(body.bytes, LARGEST_XML_BYTES)).toString('utf8')

const CHECKSUMS = {
  crc32: crc32Hash,
  sha1: () => base64Hash(createHash('sha1')),
  sha256: () => base64Hash(createHash('sha256')),
}
type Checksum = keyof typeof CHECKSUMS

const base64Hash = (hash: Hash) => ({
  update: (chunk: Buffer) => void hash.update(chunk),
  digest: () => hash.digest('base64'),
})

function crc32Hash() {
  let value = 0
  return {
    update(chunk: Buffer) {
      value = crc32(chunk, value)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes.toString('base64')
    },
  }
}

/** The checksum a client sends in a header, or announces for the end. */
function checksumOf(headers: IncomingHttpHeaders, trailers: Map<string, string>): Announced | null {
  const announced = headers['x-amz-trailer']?.toString().trim().toLowerCase()
  const sent = Object.keys(headers).find((name) => /^x-amz-checksum-(?!algorithm|type|mode)/.test(name))
  const name = announced ?? sent
  if (name === undefined) return null
  const algorithm = name.replace('x-amz-checksum-', '')
  if (!isChecksum(algorithm)) throw new S3Failure('NotImplemented', `The checksum ${name} is not known here.`)
  return { algorithm, value: () => (announced ? trailers.get(name) : headers[name]?.toString()) }
}

const isChecksum = (name: string): name is Checksum => Object.hasOwn(CHECKSUMS, name)
