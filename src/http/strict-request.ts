import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** Where two of these differ, two readers of the request see two different requests. */
const SINGLE_HEADERS = new Set([
  'authorization',
  'content-type',
  'host',
  'idempotency-key',
  'if-match',
  'origin',
  'sec-fetch-site',
  'x-request-id',
  'x-requested-with',
])

/** Refuses what could be read in more than one way, and what Postgres could not store. */
export async function refuseAmbiguous(c: Context<Edge>, next: Next): Promise<void> {
  const { rawHeaders, url = '' } = c.env.incoming
  const seen = new Set<string>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase() ?? ''
    if (!SINGLE_HEADERS.has(name)) continue
    if (seen.has(name)) throw new DomainError('duplicate-header', { name })
    seen.add(name)
  }
  if (url.includes('%00')) {
    const place = url.indexOf('%00') > url.indexOf('?') && url.includes('?') ? 'query' : 'path'
    throw new DomainError(
      'invalid-request',
      {},
      { fields: [{ in: place, path: [], rule: 'unreadable-text' }] },
    )
  }
  await next()
}
