import { z } from '@hono/zod-openapi'
import { endOtherSessions, endOwnSession, endSession } from '#src/accounts/end-session.ts'
import { listSessions } from '#src/accounts/list-sessions.ts'
import { readExceptions } from '#src/accounts/read-permissions.ts'
import { renewSession } from '#src/accounts/renew-session.ts'
import { SessionInfo } from '#src/accounts/session.ts'
import { credentialFields, signIn } from '#src/accounts/sign-in.ts'
import { leaveProvider } from '#src/accounts/sign-on.ts'
import { showUser, User } from '#src/accounts/user.ts'
import { issueWsTicket, WsTicket } from '#src/accounts/ws-ticket.ts'
import { permissionsOf } from '#src/auth/access.ts'
import { newestSeq } from '#src/db/newest-seq.ts'
import { runIn } from '#src/db/planned.ts'
import { DomainError } from '#src/errors.ts'
import { callerOf, carriedTokens } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import {
  clearSessionCookies,
  refreshCookie,
  setSessionCookies,
  tokensForBody,
} from '#src/http/session-cookies.ts'
import { takeSignOn } from '#src/http/sign-on-cookie.ts'
import type { SessionId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { SignOnProvider } from '#src/providers/sign-on.ts'

const tags = ['session']

const Credentials = z.strictObject(credentialFields).openapi('Credentials')

const Tokens = z
  .object({
    access_token: z.string().nullable(),
    refresh_token: z.string().nullable(),
    token_type: z.literal('bearer'),
    expires_in: z.int().openapi({ description: 'Seconds until the access token has to be renewed' }),
  })
  .openapi('Tokens')
/** Read before all that is shown, it is where what is told begins. */
const seq = z.int().openapi({ description: 'The newest event: `sync` and joins tell what came after it' })
const may = z
  .array(z.string())
  .openapi({ example: ['board:read'], description: 'Of what not everybody may do, what they may' })
export const OpenedSession = z.object({ token: Tokens, user: User, may, seq }).openapi('OpenedSession')
const CurrentSession = z.object({ session_id: z.uuid(), user: User, may, seq }).openapi('CurrentSession')
const SignedOut = z.object({ sign_out_at: z.url() }).openapi('SignedOut')
const Renewal = z.strictObject({ refresh_token: z.string().min(1).max(256).optional() }).openapi('Renewal')

/** `signOn`: where whoever came by the company's sign-in signs out too. */
export function sessionRoutes(ports: Ports, { auth }: Config, signOn: SignOnProvider | null) {
  const routes = newRoutes()
  const expires_in = auth.accessTokenTtlS

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/session',
      action: 'session:open',
      problems: [
        'wrong-credentials',
        'account-inactive',
        'account-waiting',
        'password-sign-in-off',
        'email-not-confirmed',
        'too-many-attempts',
      ],
      tags,
      summary: 'Sign in',
      request: jsonBody(Credentials),
      responses: { 201: json(OpenedSession, 'Signed in; the cookies are set too') },
    }),
    async (c) => {
      const { user, ...tokens } = await signIn({ ...ports, rules: auth }, c.req.valid('json'), c.var.visit)
      setSessionCookies(c, auth.cookie, tokens)
      const token = { ...tokensForBody(auth, tokens), expires_in }
      const exceptions = await readExceptions(ports.db, user.role)
      const may = permissionsOf({ role: user.role, exceptions })
      const shown = { token, user: await showUser(ports, user), may }
      return c.json({ ...shown, seq: await newestSeq(runIn(ports.db)) }, 201)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/session',
      action: 'profile:read',
      tags,
      summary: 'Who is signed in',
      responses: { 200: json(CurrentSession, 'The session and its owner') },
    }),
    async (c) => {
      const caller = callerOf(c)
      const user = await showUser(ports, caller.user)
      const shown = { session_id: caller.sessionId, user, may: permissionsOf(caller) }
      return c.json({ ...shown, seq: await newestSeq(runIn(ports.db)) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/session/refresh',
      action: 'session:renew',
      problems: ['refresh-token-missing', 'refresh-token-not-valid', 'session-ended'],
      tags,
      summary: 'Renew the session, by its cookie or by the refresh token in the body',
      description:
        'Each refresh token is good once; for 10 seconds after its use the same answer is given again, so that ' +
        'parallel tabs agree. Later than that its use ends the session.',
      request: { body: { required: false, content: { 'application/json': { schema: Renewal } } } },
      responses: { 200: json(Tokens, 'Renewed; the cookies are set anew') },
    }),
    async (c) => {
      const refreshToken = c.req.valid('json').refresh_token ?? refreshCookie(c)
      if (!refreshToken) throw new DomainError('refresh-token-missing')
      const tokens = await renewSession({ ...ports, log: c.var.log }, refreshToken, c.var.visit)
      setSessionCookies(c, auth.cookie, tokens)
      return c.json({ ...tokensForBody(auth, tokens), expires_in }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/ws-ticket',
      action: 'profile:read',
      tags,
      summary: 'A ticket for one plain WebSocket, where it would get no cookie',
      responses: { 201: json(WsTicket, 'Good once, for a moment') },
    }),
    async (c) => c.json(await issueWsTicket(ports, callerOf(c)), 201),
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/session',
      action: 'session:end',
      tags,
      summary: 'Sign out',
      responses: {
        200: json(SignedOut, 'Signed out here; a browser that came by the company’s sign-in goes there next'),
        204: { description: 'Signed out, also when nobody was signed in' },
      },
    }),
    async (c) => {
      const ended = await endSession(ports, carriedTokens(c))
      clearSessionCookies(c, auth.cookie)
      const came = takeSignOn(c, auth, ended)
      const address = came && signOn && (await leaveProvider({ provider: signOn, log: c.var.log }, came))
      return address ? c.json({ sign_out_at: address }, 200) : c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/sessions',
      action: 'profile:read',
      tags,
      summary: 'Where I am signed in',
      responses: { 200: json(z.object({ items: z.array(SessionInfo) }), 'The latest used first') },
    }),
    async (c) => c.json({ items: await listSessions(ports, callerOf(c)) }, 200),
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/sessions',
      action: 'profile:change',
      tags,
      summary: 'Sign out everywhere else',
      responses: { 204: { description: 'Only this session is left' } },
    }),
    async (c) => {
      await endOtherSessions(ports, callerOf(c))
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/sessions/{session_id}',
      action: 'profile:change',
      problems: ['session-not-found'],
      tags,
      summary: 'Sign out on one device',
      request: { params: z.object({ session_id: z.uuid().transform((id) => id as SessionId) }) },
      responses: { 204: { description: 'It is over' } },
    }),
    async (c) => {
      await endOwnSession(ports, callerOf(c), c.req.valid('param').session_id)
      return c.body(null, 204)
    },
  )

  return routes
}
