import type { Context } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** Ample for what people type and portals tell; files have paths of their own. */
const LIMIT_BYTES = 64 * 1024
export const LONGEST_READ_MS = 10_000

/** Whoever announces a body and does not send it is told so, and is no failure of ours. */
export async function readInTime(longestMs: number, c: Context<Edge>): Promise<Uint8Array> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DomainError('request-timeout')), longestMs)
  try {
    return await Promise.race([readLimited(c), promise])
  } catch (cause) {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('malformed-request', {}, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function readLimited(c: Context<Edge>): Promise<Uint8Array> {
  const tooLarge = () => new DomainError('body-too-large', { limit: `${LIMIT_BYTES / 1024} KiB` })
  if (Number(c.req.header('content-length') ?? 0) > LIMIT_BYTES) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > LIMIT_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
