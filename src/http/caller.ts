import type { Context } from 'hono'
import type { KnownCaller } from '#src/accounts/read-caller.ts'
import { DomainError } from '#src/errors.ts'
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

/** Where anyone may ask, but an admin gets more: an old token in the browser is no reason to refuse. */
export async function findCallerIfAny(c: Context<Edge>): Promise<KnownCaller | null> {
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
