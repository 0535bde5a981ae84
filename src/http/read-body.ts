import type { Context } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** Ample for what people type and portals tell; whatever carries files says itself how much it takes. */
const LIMIT_BYTES = 64 * 1024
export const LONGEST_READ_MS = 10_000
/** A slow line is no fault; one that carries nothing is dead. */
const LONGEST_SILENCE_MS = 30_000

export type BodyLimits = { mostBytes?: number; longestMs?: number; longestSilenceMs?: number }

/** Whoever announces a body and does not send it is told so, and is no failure of ours. */
export async function readBody(
  c: Context<Edge>,
  { mostBytes = LIMIT_BYTES, longestMs = LONGEST_READ_MS, longestSilenceMs }: BodyLimits = {},
): Promise<Uint8Array> {
  const tooLarge = () => new DomainError('body-too-large', { limit: `${Math.round(mostBytes / 1024)} KiB` })
  const announced = Number(c.req.header('content-length') ?? 0)
  if (announced > mostBytes) throw tooLarge()
  const isLarge = mostBytes > LIMIT_BYTES
  const { bodyRoom, deadline } = c.var
  // Not taken yet: whoever announces much and sends nothing would keep others out.
  if (announced > LIMIT_BYTES) bodyRoom.refuseBeyond(announced)
  if (isLarge) deadline.pause()
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = isLarge ? undefined : setTimeout(() => reject(new DomainError('request-timeout')), longestMs)
  try {
    const taken = (size: number, bytes: number) => {
      if (size > mostBytes) throw tooLarge()
      // What has no files in it is always taken.
      if (size > LIMIT_BYTES) bodyRoom.take(bytes)
    }
    return await Promise.race([collect(bodyOf(c, longestSilenceMs), taken), promise])
  } finally {
    clearTimeout(timer)
    if (isLarge) deadline.restart()
  }
}

/** As it comes. An end that is none is told by `cutShort`. */
export async function* bodyOf(
  c: Context<Edge>,
  longestSilenceMs = LONGEST_SILENCE_MS,
  cutShort: 'malformed-request' | 'upload-incomplete' = 'malformed-request',
): AsyncGenerator<Uint8Array> {
  // Not by the web's streams, which cost as much as all the rest; and the answer still has to go out when we leave early.
  const chunks = c.env.incoming.iterator({ destroyOnReturn: false })
  await using left = new AsyncDisposableStack()
  // Not waited for: whoever stopped sending would keep us. It lets go of the connection, so that it can be used again.
  left.defer(() => void chunks.return?.().catch(() => undefined))
  for (;;) {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new DomainError('request-timeout')), longestSilenceMs)
    try {
      const { done, value } = await Promise.race([chunks.next(), late])
      if (done) return
      yield value
    } catch (cause) {
      if (cause instanceof DomainError) throw cause
      throw new DomainError(cutShort, {}, { cause })
    } finally {
      clearTimeout(timer)
    }
  }
}

async function collect(
  source: AsyncIterable<Uint8Array>,
  taken: (size: number, bytes: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.byteLength
    taken(size, chunk.byteLength)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
