import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { SESSION_LIFETIME_S, type SessionTokens } from '#src/accounts/session.ts'
import type { Config } from '#src/config.ts'

type Rules = Config['auth']['cookie']

/** Kept as long as the session; what is inside the access token runs out sooner and is renewed. */
export function setSessionCookies(
  c: Context,
  rules: Rules,
  { accessToken, refreshToken }: SessionTokens,
): void {
  const options = { ...attributes(rules), maxAge: SESSION_LIFETIME_S }
  setCookie(c, 'access_token', accessToken, options)
  setCookie(c, 'refresh_token', refreshToken, options)
}

export function clearSessionCookies(c: Context, rules: Rules): void {
  const options = { ...attributes(rules), maxAge: 0 }
  setCookie(c, 'access_token', '', options)
  setCookie(c, 'refresh_token', '', options)
}

const attributes = ({ secure, sameSite }: Rules) => ({ path: '/', httpOnly: true, secure, sameSite })

export const accessCookie = (c: Context) => getCookie(c, 'access_token') || null
/** Whoever brings a Bearer token acts by that alone, and was not asked for an origin. */
export const refreshCookie = (c: Context) => (bearerToken(c) ? null : getCookie(c, 'refresh_token') || null)

/** The token behind "Bearer", if that is what the header says; other schemes may come from the browser itself. */
export const bearerToken = (c: Context) =>
  /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? null

/** Cookies travel by themselves, whoever made the browser send the request; Bearer tokens do not. */
export const comesWithSessionCookie = (c: Context) =>
  bearerToken(c) === null && (accessCookie(c) ?? refreshCookie(c)) !== null

/** Tokens in the body are for clients that hold no cookies; AUTH_TOKENS_IN_BODY says how many of them. */
export function tokensForBody(
  { tokensInBody }: Config['auth'],
  { accessToken, refreshToken }: SessionTokens,
) {
  return {
    access_token: tokensInBody === 'none' ? null : accessToken,
    refresh_token: tokensInBody === 'full' ? refreshToken : null,
    token_type: 'bearer' as const,
  }
}
