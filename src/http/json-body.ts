import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'
import { LONGEST_READ_MS, readInTime } from './read-body.ts'

const DEEPEST = 32
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
