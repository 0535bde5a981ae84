import { z } from '@hono/zod-openapi'
import { changeProfile } from '#src/accounts/change-profile.ts'
import { changeUser } from '#src/accounts/change-user.ts'
import { AvailabilityQuestion, checkAvailability } from '#src/accounts/check-availability.ts'
import { endSession } from '#src/accounts/end-session.ts'
import { readUser } from '#src/accounts/list-users.ts'
import { recoverPassword } from '#src/accounts/recover-password.ts'
import { renewSession } from '#src/accounts/renew-session.ts'
import { signIn } from '#src/accounts/sign-in.ts'
import { signUp } from '#src/accounts/sign-up.ts'
import { resetPassword } from '#src/accounts/use-link.ts'
import { showUser, User, UserIdParam } from '#src/accounts/user.ts'
import { AccountAskedFor } from '#src/accounts/waiting.ts'
import { DomainError } from '#src/errors.ts'
import { asCallerIfAny, callerOf, carriedTokens } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import {
  clearSessionCookies,
  refreshCookie,
  setSessionCookies,
  tokensForBody,
} from '#src/http/session-cookies.ts'
import type { Config, Ports } from '#src/ports.ts'
import {
  ForgotPasswordRequest,
  LoginResponse,
  Message,
  PhoneUpdateRequest,
  ResetPasswordRequest,
  UserLogin,
  UserRegister,
  UserReplacement,
} from './shapes.ts'

const tags = ['portal']
const params = z.object({ user_id: UserIdParam })

/** The sign-in and people paths of the existing portal, to the letter; /api/v1 has the same and more. */
export function portalAuthRoutes(ports: Ports, { auth }: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/login',
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
      summary: 'Sign in by matricula and password',
      request: jsonBody(UserLogin),
      responses: { 200: json(LoginResponse, 'Signed in; both cookies are set') },
    }),
    async (c) => {
      const { user, ...tokens } = await signIn({ ...ports, rules: auth }, c.req.valid('json'), c.var.visit)
      setSessionCookies(c, auth.cookie, tokens)
      return c.json({ token: tokensForBody(auth, tokens), user: await showUser(ports, user) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/logout',
      action: 'session:end',
      tags,
      summary: 'Sign out',
      responses: { 200: json(Message, 'Signed out, also when nobody was signed in') },
    }),
    async (c) => {
      await endSession(ports, carriedTokens(c))
      clearSessionCookies(c, auth.cookie)
      return c.json({ message: 'Logout realizado' }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/refresh-token',
      action: 'session:renew',
      problems: ['refresh-token-missing', 'refresh-token-not-valid', 'session-ended'],
      tags,
      summary: 'Renew the session by its refresh cookie',
      responses: { 200: json(Message, 'Renewed; both cookies are set anew') },
    }),
    async (c) => {
      const refreshToken = refreshCookie(c)
      if (!refreshToken) throw new DomainError('refresh-token-missing')
      setSessionCookies(
        c,
        auth.cookie,
        await renewSession({ ...ports, log: c.var.log }, refreshToken, c.var.visit),
      )
      return c.json({ message: 'Token atualizado' }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/auth/me',
      action: 'profile:read',
      tags,
      summary: 'Who am I',
      responses: { 200: json(User, 'The person signed in') },
    }),
    async (c) => c.json(await showUser(ports, callerOf(c).user), 200),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/users',
      action: 'users:sign-up',
      problems: [
        'already-registered',
        'sign-up-closed',
        'email-domain-not-allowed',
        'token-expired',
        'too-many-attempts',
      ],
      tags,
      summary: 'Sign up',
      request: jsonBody(UserRegister),
      responses: {
        201: json(User, 'The new account'),
        202: json(AccountAskedFor, 'Somebody has to say yes first; a letter will tell'),
      },
    }),
    async (c) => {
      const user = await asCallerIfAny(c, (caller) =>
        signUp({ ...ports, rules: auth.signUp }, caller, c.req.valid('json'), c.var.visit),
      )
      if (!user) return c.json({ is_waiting: true as const }, 202)
      return c.json(await showUser(ports, user), 201)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/auth/users/{user_id}',
      action: 'users:read',
      problems: ['user-not-found'],
      tags,
      summary: 'Read a person',
      request: { params },
      responses: { 200: json(User, 'The person') },
    }),
    async (c) => c.json(await showUser(ports, await readUser(ports, c.req.valid('param').user_id)), 200),
  )

  routes.openapi(
    endpoint({
      method: 'put',
      path: '/auth/users/{user_id}',
      action: 'users:change',
      problems: ['user-not-found', 'already-registered', 'last-admin'],
      tags,
      summary: 'Change a person',
      request: { params, ...jsonBody(UserReplacement) },
      responses: { 200: json(User, 'The person as changed') },
    }),
    async (c) => {
      const { user_id } = c.req.valid('param')
      return c.json(
        await showUser(
          ports,
          await changeUser(ports, callerOf(c), user_id, c.req.valid('json'), c.var.visit),
        ),
        200,
      )
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/auth/users/{user_id}',
      action: 'users:change',
      problems: ['user-not-found', 'last-admin'],
      tags,
      summary: 'Deactivate a person; the row stays',
      request: { params },
      responses: { 200: json(User, 'The person, no longer active') },
    }),
    async (c) => {
      const { user_id } = c.req.valid('param')
      const user = await changeUser(ports, callerOf(c), user_id, { is_active: false }, c.var.visit)
      return c.json(await showUser(ports, user), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/forgot-password',
      action: 'password:recover',
      problems: ['too-many-attempts'],
      tags,
      summary: 'Ask for a letter with a link to choose a new password',
      request: jsonBody(ForgotPasswordRequest),
      responses: { 200: json(Message, 'The same answer whether there is such a person or not') },
    }),
    async (c) => {
      const { email, matricula = '' } = c.req.valid('json')
      await recoverPassword(ports, email === undefined ? { matricula } : { email }, c.var.visit)
      return c.json({ message: 'Email enviado' }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/reset-password',
      action: 'password:recover',
      problems: ['link-not-valid', 'too-many-attempts'],
      tags,
      summary: 'Choose a new password with the token of the letter',
      request: jsonBody(ResetPasswordRequest),
      responses: { 200: json(Message, 'Changed; all sessions of the person are over') },
    }),
    async (c) => {
      const { token, new_password, password = '' } = c.req.valid('json')
      await resetPassword(ports, { token, newPassword: new_password ?? password }, c.var.visit)
      return c.json({ message: 'Senha redefinida' }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/auth/check-availability',
      action: 'users:check-availability',
      problems: ['sign-up-closed', 'too-many-attempts'],
      tags,
      summary: 'Is this e-mail, matricula or CPF still free',
      request: { query: AvailabilityQuestion },
      responses: { 200: json(z.boolean(), 'true: free') },
    }),
    async (c) => {
      const rules = auth.signUp
      return c.json(await checkAvailability({ ...ports, rules }, c.req.valid('query'), c.var.visit), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/auth/users/me/phone',
      action: 'profile:change',
      tags,
      summary: "Change one's phone number",
      request: jsonBody(PhoneUpdateRequest),
      responses: { 200: json(User, 'The person as changed') },
    }),
    async (c) => {
      const { phone_number, phone } = c.req.valid('json')
      const change = { phone_number: phone_number === undefined ? phone : phone_number }
      return c.json(await showUser(ports, await changeProfile(ports, callerOf(c), change, c.var.visit)), 200)
    },
  )

  return routes
}
