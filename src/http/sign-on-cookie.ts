import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { SESSION_LIFETIME_S } from '#src/accounts/session.ts'
import { createSeal } from '#src/auth/seal.ts'
import type { Config } from '#src/config.ts'
import type { SessionId } from '#src/ids.ts'

type Auth = Pick<Config['auth'], 'cookie' | 'jwtSecret'>
/** Who came by the company's sign-in; with its token, so that it knows whose session is over. */
export type CameBySignOn = { idToken: string | null }

const NAME = 'ponte_came_by'
/** Browsers drop longer ones. */
const LONGEST = 3_800

/** For signing out alone, in this browser: nothing of it is kept here. */
export function keepSignOn(c: Context, auth: Auth, sessionId: SessionId, idToken: string | null): void {
  const seal = (came: CameBySignOn) => sealOf(auth).seal(JSON.stringify(came), sessionId)
  const whole = seal({ idToken })
  const value = whole.length <= LONGEST ? whole : seal({ idToken: null })
  setCookie(c, NAME, value, { ...attributes(auth), maxAge: SESSION_LIFETIME_S })
}

/** Null: none of these sessions began there. */
export function takeSignOn(c: Context, auth: Auth, sessionIds: readonly SessionId[]): CameBySignOn | null {
  const sealed = getCookie(c, NAME)
  if (!sealed) return null
  setCookie(c, NAME, '', { ...attributes(auth), maxAge: 0 })
  for (const sessionId of sessionIds)
    try {
      // We sealed it, so it is what we wrote.
      return JSON.parse(sealOf(auth).open(sealed, sessionId)) as CameBySignOn
    } catch {
      // Of another session, or sealed with a secret that is another by now.
    }
  return null
}

const sealOf = ({ jwtSecret }: Auth) => createSeal([{ version: 1, key: jwtSecret }], 'came-by-sign-on')
const attributes = ({ cookie: { secure, sameSite } }: Auth) => ({
  ...{ path: '/api/v1/session', httpOnly: true, secure, sameSite },
})
