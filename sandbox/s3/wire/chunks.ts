import { createHash } from 'node:crypto'
import type { ChunkSeal } from '#sandbox/s3/auth/authenticate.ts'
import { EMPTY_SHA256, isSame, sha256, signature } from '#sandbox/s3/auth/signature.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import { readBytes } from './byte-reader.ts'

const LONGEST_LINE_BYTES = 1024
const MOST_TRAILERS = 10

type Options = { seal: ChunkSeal | null; hasTrailer: boolean; trailers: Map<string, string> }

/**
 * `Content-Encoding: aws-chunked`. A chunk is handed on while its signature is still to come, so what was made of
 * the bytes counts only once the last one has been read without a failure.
 */
export async function* decodeChunks(source: AsyncIterable<Buffer>, { seal, hasTrailer, trailers }: Options) {
  const reader = readBytes(source)
  let previous = seal?.seed ?? ''
  try {
    for (;;) {
      const head = await reader.line(LONGEST_LINE_BYTES)
      const [, size, given] = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(head) ?? []
      if (size === undefined || (seal && !given)) throw malformed()
      const hash = seal && createHash('sha256')
      const sizeBytes = Number.parseInt(size, 16)
      for (let leftBytes = sizeBytes; leftBytes > 0; ) {
        const piece = await reader.upTo(leftBytes)
        leftBytes -= piece.length
        hash?.update(piece)
        yield piece
      }
      const isLast = sizeBytes === 0
      if (!(isLast && hasTrailer) && (await reader.line(LONGEST_LINE_BYTES)) !== '') throw malformed()
      if (seal && hash && given) {
        checkSeal(seal, 'PAYLOAD', [previous, EMPTY_SHA256, hash.digest('hex')], given)
        previous = given
      }
      if (isLast) break
    }
    if (!hasTrailer) return
    for (let line = '-'; line !== ''; ) {
      line = await reader.line(LONGEST_LINE_BYTES)
      const [name = '', value = ''] = line.split(/:(.*)/s)
      if (line !== '') trailers.set(name.trim().toLowerCase(), value.trim())
      if (trailers.size > MOST_TRAILERS) throw malformed()
    }
    if (seal) checkTrailers(seal, previous, trailers)
  } finally {
    await reader.close()
  }
}

function checkTrailers(seal: ChunkSeal, previous: string, trailers: Map<string, string>): void {
  const given = trailers.get('x-amz-trailer-signature') ?? ''
  const text = [...trailers]
    .filter(([name]) => name !== 'x-amz-trailer-signature')
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')
  checkSeal(seal, 'TRAILER', [previous, sha256(text)], given)
}

function checkSeal(seal: ChunkSeal, what: 'PAYLOAD' | 'TRAILER', lines: string[], given: string): void {
  const text = [`AWS4-HMAC-SHA256-${what}`, seal.date, seal.scope, ...lines].join('\n')
  if (!isSame(signature(seal.key, text), given)) throw new S3Failure('SignatureDoesNotMatch')
}

const malformed = () => new S3Failure('InvalidRequest', 'The aws-chunked body is malformed.')
