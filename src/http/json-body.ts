import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'
import { type BodyLimits, readBody } from './read-body.ts'

const DEEPEST = 32
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Reads the body once, with a limit, and refuses what Postgres could not store; the validator finds it read. */
export async function readJsonBody(c: Context<Edge>, next: Next, limits: BodyLimits = {}): Promise<void> {
  if (!isJson(c.req.header('content-type') ?? '')) {
    throw new DomainError('content-type-not-supported')
  }
  const text = decode(await readBody(c, limits))
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
export async function readOptionalJsonBody(
  c: Context<Edge>,
  next: Next,
  limits: BodyLimits = {},
): Promise<void> {
  if (c.req.header('content-type') === undefined) return next()
  return readJsonBody(c, next, limits)
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
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '"') i = endOfText(text, i)
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    if (depth > DEEPEST) refuse('too-deep', [])
  }
}

/** Where the text ends that begins there. By leaps: a file in base64 is one text of millions of characters. */
function endOfText(text: string, start: number): number {
  for (let i = start + 1; ; i++) {
    i = text.indexOf('"', i)
    if (i < 0) return text.length
    let slashes = 0
    while (text[i - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return i
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
