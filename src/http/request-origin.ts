import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'
import { isJson } from './json-body.ts'
import { bearerToken, comesWithSessionCookie } from './session-cookies.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
/**
 * Pages behind a link in a letter: nobody's cookies count there, and no page of others knows the secret in the address. Mail programs
 * ask there too, with any Origin or none.
 */
const PROVED_BY_ADDRESS = /^\/(?:avaliar|avisos\/parar)\/[^/]+$/
const CUSTOM_HEADER = 'x-requested-with'

/**
 * Against requests that another page makes a browser send (CSRF). A change asked for with our cookies needs
 * an Origin of ours and a body that a plain form cannot send: JSON, or multipart with the custom header or
 * the browser's own word that it comes from the same site. Bearer callers prove themselves otherwise.
 */
export function checkOrigin(webOrigins: readonly string[]) {
  return async (c: Context<Edge>, next: Next): Promise<void> => {
    if (!SAFE_METHODS.has(c.req.method) && !PROVED_BY_ADDRESS.test(c.req.path)) {
      const origin = c.req.header('origin')
      const isCookieCaller = comesWithSessionCookie(c)
      if (isCookieCaller && !(isOurs(origin, webOrigins) && hasGuardedBody(c))) refuse()
      // Without cookies too, where a browser says who sent it: nobody is signed in as somebody else by a form.
      if (!isCookieCaller && origin !== undefined && !bearerToken(c) && !isOurs(origin, webOrigins)) refuse()
    }
    await next()
  }
}

const isOurs = (origin: string | undefined, webOrigins: readonly string[]) =>
  origin !== undefined && webOrigins.includes(origin)

function hasGuardedBody(c: Context): boolean {
  const type = c.req.header('content-type')
  if (type === undefined) return true
  if (isJson(type)) return true
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) return false
  const site = c.req.header('sec-fetch-site')
  return c.req.header(CUSTOM_HEADER) !== undefined || site === 'same-origin' || site === 'same-site'
}

function refuse(): never {
  throw new DomainError('origin-not-allowed')
}
