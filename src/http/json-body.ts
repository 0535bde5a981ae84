import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

const LIMIT_BYTES = 1024 * 1024
const DEEPEST = 32
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Reads the body once, with a limit, and refuses what Postgres could not store; the validator finds it read. */
export async function readJsonBody(c: Context<Edge>, next: Next): Promise<void> {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new DomainError('content-type-not-supported')
  }
  const text = decode(await readLimited(c))
  refuseUnstorable(parse(text))
  // Hono keeps the promise, though its type names the value.
  c.req.bodyCache.text = Promise.resolve(text) as unknown as string
  await next()
}

/** For the few routes that do without: a cookie says what the body would. */
export async function readOptionalJsonBody(c: Context<Edge>, next: Next): Promise<void> {
  if (c.req.header('content-type') === undefined) return next()
  return readJsonBody(c, next)
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

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new DomainError('malformed-json', {}, { cause })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DomainError('malformed-json', {}, { cause })
  }
}

type Place = { value: unknown; path: (string | number)[] }

/** Without recursion: the depth is the sender's choice. */
function refuseUnstorable(body: unknown): void {
  const waiting: Place[] = [{ value: body, path: [] }]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value, path } = place
    if (typeof value === 'string') refuseUnreadable(value, path)
    if (!value || typeof value !== 'object') continue
    if (path.length >= DEEPEST) refuse('too-deep', path)
    for (const [key, inner] of Object.entries(value)) {
      refuseUnreadable(key, path)
      waiting.push({ value: inner, path: [...path, Array.isArray(value) ? Number(key) : key] })
    }
  }
}

/** Postgres stores no NUL, and half a surrogate pair is no character. */
function refuseUnreadable(text: string, path: Place['path']): void {
  if (text.includes('\0') || !text.isWellFormed()) refuse('unreadable-text', path)
}

function refuse(rule: 'too-deep' | 'unreadable-text', path: Place['path']): never {
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: path.slice(0, 8), rule }] })
}
