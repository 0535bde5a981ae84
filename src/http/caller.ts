import type { Context } from 'hono'
import type { KnownCaller } from '#src/accounts/read-caller.ts'
import { DomainError, PROBLEMS } from '#src/errors.ts'
import type { Edge } from './edge.ts'
import { accessCookie, bearerToken, refreshCookie } from './session-cookies.ts'

/** The token that came with the request; a Bearer token goes before a cookie. */
export function accessToken(c: Context): string | null {
  if (c.req.header('authorization') === undefined) return accessCookie(c)
  const token = bearerToken(c)
  if (!token) throw new DomainError('token-not-valid')
  return token
}

/** Who is asking, or null when nobody says so. A token that is no good is an error, not nobody. */
export async function findCaller(c: Context<Edge>): Promise<KnownCaller | null> {
  const token = accessToken(c)
  return token ? c.var.readCaller(token) : null
}

/**
 * Where anyone may ask, but an admin gets more: an old token in the browser is no reason to refuse. Whoever is
 * refused as a stranger, with a token that has run out, is told to renew it.
 */
export async function asCallerIfAny<T>(
  c: Context<Edge>,
  ask: (caller: KnownCaller | null) => Promise<T>,
): Promise<T> {
  let trouble: DomainError | null = null
  const caller = await findCaller(c).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
    trouble = error
    return null
  })
  try {
    return await ask(caller)
  } catch (error) {
    throw isForbidden(error) && isExpired(trouble) ? trouble : error
  }
}

const isForbidden = (error: unknown) => error instanceof DomainError && PROBLEMS[error.code] === 403
const isExpired = (trouble: DomainError | null) => trouble?.code === 'token-expired'

/** Where anyone may ask, and nothing is refused: a token that is no good is nobody's. */
export async function callerIfAny(c: Context<Edge>): Promise<KnownCaller | null> {
  try {
    return await findCaller(c)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

/** For handlers behind a guard that lets only signed-in people pass. */
export function callerOf(c: Context<Edge>): KnownCaller {
  if (!c.var.caller) throw new DomainError('not-signed-in')
  return c.var.caller
}

/** For signing out, which never fails for what is wrong with a token. */
export function carriedTokens(c: Context): { accessToken: string | null; refreshToken: string | null } {
  return { accessToken: bearerToken(c) ?? accessCookie(c), refreshToken: refreshCookie(c) }
}
