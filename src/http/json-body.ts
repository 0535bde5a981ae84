import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** Ample for what people type; files have paths of their own. */
const LIMIT_BYTES = 64 * 1024
const DEEPEST = 32
const LONGEST_READ_MS = 10_000
const decoder = new TextDecoder('utf-8', { fatal: true })

export const readJsonBody = (c: Context<Edge>, next: Next) => readJsonBodyWithin(LONGEST_READ_MS, c, next)

/** Reads the body once, with a limit, and refuses what Postgres could not store; the validator finds it read. */
export async function readJsonBodyWithin(longestMs: number, c: Context<Edge>, next: Next): Promise<void> {
  if (!isJson(c.req.header('content-type') ?? '')) {
    throw new DomainError('content-type-not-supported')
  }
  const text = decode(await readInTime(longestMs, c))
  refuseDeep(text)
  const body = parse(text)
  // Only an escape can bring in NUL or half a pair: raw ones are no JSON, or no UTF-8.
  if (/\\u(?:0000|d[89a-f])/i.test(text)) refuseUnreadable(body, [])
  // Hono keeps the promise, though its type names the value.
  c.req.bodyCache.text = Promise.resolve(text) as unknown as string
  await next()
}

export const isJson = (contentType: string) => /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)

/** For the few routes that do without: a cookie says what the body would. */
export async function readOptionalJsonBody(c: Context<Edge>, next: Next): Promise<void> {
  if (c.req.header('content-type') === undefined) return next()
  return readJsonBody(c, next)
}

/** Whoever announces a body and does not send it is told so, and is no failure of ours. */
async function readInTime(longestMs: number, c: Context<Edge>): Promise<Uint8Array> {
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

/** Counted in the text, so that nothing deep is ever built. */
function refuseDeep(text: string): void {
  let depth = 0
  let isInText = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (isInText) {
      if (char === '\\') i += 1
      else if (char === '"') isInText = false
    } else if (char === '"') isInText = true
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    if (depth > DEEPEST) refuse('too-deep', [])
  }
}

/** Postgres stores no NUL, and half a surrogate pair is no character. */
function refuseUnreadable(value: unknown, path: (string | number)[]): void {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    refuse('unreadable-text', path)
  if (!value || typeof value !== 'object') return
  for (const key of Object.keys(value)) {
    refuseUnreadable(key, path)
    path.push(Array.isArray(value) ? Number(key) : key)
    refuseUnreadable(Reflect.get(value, key), path)
    path.pop()
  }
}

function refuse(rule: 'too-deep' | 'unreadable-text', path: (string | number)[]): never {
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: path.slice(), rule }] })
}
