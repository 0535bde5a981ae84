import { randomBytes } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import { joinBySignOn } from '#src/accounts/join-by-sign-on.ts'
import { readExceptions } from '#src/accounts/read-permissions.ts'
import { comeBack, goToProvider, useTrip } from '#src/accounts/sign-on.ts'
import { newUserFields, showUser } from '#src/accounts/user.ts'
import { permissionsOf } from '#src/auth/access.ts'
import { createSeal } from '#src/auth/seal.ts'
import { newestSeq } from '#src/db/newest-seq.ts'
import { runIn } from '#src/db/planned.ts'
import { DomainError } from '#src/errors.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { setSessionCookies, tokensForBody } from '#src/http/session-cookies.ts'
import { keepSignOn } from '#src/http/sign-on-cookie.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Identity, SignOnProvider, Trip } from '#src/providers/sign-on.ts'
import { OpenedSession } from './session.ts'

const tags = ['session']
const FOLDER = '/auth/oidc'
export const SIGN_ON_RETURN = `${FOLDER}/callback`
const TRIP_S = 10 * 60
const NEWCOMER_S = 30 * 60
const TRIP = 'ponte_sign_on'
const NEWCOMER = 'ponte_newcomer'

const typed = (most: number) => z.string().max(most).optional()
const { email: _email, password: _password, ...missingFields } = newUserFields
const Newcomer = z.strictObject(missingFields).openapi('Newcomer')
const Known = z.object({ full_name: z.string(), email: z.string() }).openapi('KnownOfNewcomer')

type SealedTrip = Trip & { next: string; untilMs: number }
type SealedNewcomer = { identity: Identity; email: string; untilMs: number }

/** Sign-in by the company's own provider: to it, back from it, and what is asked of whoever is new. */
export function signOnRoutes(ports: Ports, { auth, server }: Config, provider: SignOnProvider) {
  const routes = newRoutes()
  const { db, clock } = ports
  const seal = createSeal([{ version: 1, key: auth.jwtSecret }], 'sign-on')

  /** Kept by this browser alone, for this folder and a short while; nobody can read or make one. */
  const keep = (c: Context, name: string, value: object | null, seconds: number) =>
    setCookie(c, name, value ? seal.seal(JSON.stringify(value), name) : '', {
      ...{ path: FOLDER, httpOnly: true, secure: auth.cookie.secure, maxAge: value ? seconds : 0 },
      // It has to come along when another site sends the browser back.
      sameSite: 'Lax',
    })
  function kept<T extends { untilMs: number }>(c: Context, name: string): T | null {
    const sealed = getCookie(c, name)
    if (!sealed) return null
    try {
      // We sealed it, so it is what we wrote.
      const value = JSON.parse(seal.open(sealed, name)) as T
      return value.untilMs > clock().getTime() ? value : null
    } catch {
      // Not ours, or sealed with a secret that is another by now.
      return null
    }
  }
  /** A person looks at this, so they are led to a page. */
  const enter = (c: Context<Edge>, search: Record<string, string>) =>
    c.redirect(`/entrar?${new URLSearchParams(search)}`, 303)
  const leads = { 303: { description: 'To the provider, to where they wanted to go, or to what went wrong' } }

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${FOLDER}/start`, action: 'session:open', tags },
      problems: ['too-many-attempts'],
      summary: 'Begin to sign in at the company’s provider',
      request: { query: z.object({ next: typed(2000) }) },
      responses: leads,
    }),
    async (c) => {
      await countAttempt(db, LIMITS.signOnAddress, c.var.visit.network, clock())
      const trip = { state: random(), nonce: random(), verifier: random() }
      const next = ownPath(c.req.valid('query').next, server.publicUrl)
      const address = await goToProvider({ provider, log: c.var.log }, trip)
      if (!address) return enter(c, { why: 'sso-away', next })
      keep(
        c,
        TRIP,
        { ...trip, next, untilMs: clock().getTime() + TRIP_S * 1000 } satisfies SealedTrip,
        TRIP_S,
      )
      return c.redirect(address, 303)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: SIGN_ON_RETURN, action: 'session:open', tags },
      problems: ['too-many-attempts'],
      summary: 'Back from the company’s provider',
      request: {
        query: z.object({ code: typed(4000), state: typed(200), iss: typed(500), error: typed(200) }),
      },
      responses: leads,
    }),
    async (c) => {
      const trip = kept<SealedTrip>(c, TRIP)
      keep(c, TRIP, null, 0)
      await countAttempt(db, LIMITS.signOnAddress, c.var.visit.network, clock())
      const { code, state, iss, error } = c.req.valid('query')
      // Begun by another browser, by somebody else, or too long ago.
      if (!trip || state !== trip.state) return enter(c, { why: 'sso-refused' })
      if (!(await useTrip(ports, trip.state, new Date(trip.untilMs)))) return enter(c, { why: 'sso-refused' })
      const { next } = trip
      if (error !== undefined || !code) return enter(c, { why: 'sso-refused', next })
      const needed = { ...ports, provider, log: c.var.log }
      const came = await comeBack(needed, { back: { code, issuer: iss }, trip }, c.var.visit)
      if (came.outcome === 'signed-on') {
        setSessionCookies(c, auth.cookie, came.signedOn)
        keepSignOn(c, auth, came.signedOn.sessionId, came.idToken)
        return enter(c, { why: 'sso', next })
      }
      if (came.outcome !== 'unknown') return enter(c, { why: `sso-${came.outcome}`, next })
      const { email, isEmailVerified } = came.identity
      if (auth.signOn?.forNew !== 'create' || !email || !isEmailVerified)
        return enter(c, { why: 'sso-unknown' })
      const untilMs = clock().getTime() + NEWCOMER_S * 1000
      keep(c, NEWCOMER, { identity: came.identity, email, untilMs } satisfies SealedNewcomer, NEWCOMER_S)
      return c.redirect('/primeiro-acesso', 303)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${FOLDER}/newcomer`, action: 'users:sign-up', tags },
      problems: ['link-not-valid'],
      summary: 'What is known of somebody new who came from the company’s provider',
      responses: { 200: json(Known, 'As the provider says it') },
    }),
    (c) => {
      const newcomer = kept<SealedNewcomer>(c, NEWCOMER)
      if (!newcomer) throw new DomainError('link-not-valid')
      return c.json({ full_name: newcomer.identity.name ?? '', email: newcomer.email }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: `${FOLDER}/newcomer`, action: 'users:sign-up', tags },
      problems: ['link-not-valid', 'already-registered', 'too-many-attempts'],
      summary: 'An account for somebody new who came from the company’s provider',
      request: jsonBody(Newcomer),
      responses: { 201: json(OpenedSession, 'Signed in; the cookies are set too') },
    }),
    async (c) => {
      const newcomer = kept<SealedNewcomer>(c, NEWCOMER)
      if (!newcomer) throw new DomainError('link-not-valid')
      await countAttempt(db, LIMITS.signUpAddress, c.var.visit.network, clock())
      const { user, sessionId, ...tokens } = await joinBySignOn(
        ports,
        newcomer,
        c.req.valid('json'),
        c.var.visit,
      )
      keep(c, NEWCOMER, null, 0)
      setSessionCookies(c, auth.cookie, tokens)
      keepSignOn(c, auth, sessionId, null)
      const token = { ...tokensForBody(auth, tokens), expires_in: auth.accessTokenTtlS }
      const exceptions = await readExceptions(db, user.role)
      const may = permissionsOf({ role: user.role, exceptions })
      const seq = await newestSeq(runIn(db))
      return c.json({ token, user: await showUser(ports, user), may, seq }, 201)
    },
  )

  return routes
}

const random = () => randomBytes(32).toString('base64url')

/** A place of ours, whatever somebody wrote into the link. */
export function ownPath(next: string | undefined, publicUrl: string): string {
  if (!next || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) return '/'
  return URL.canParse(next, publicUrl) && new URL(next, publicUrl).origin === publicUrl ? next : '/'
}
