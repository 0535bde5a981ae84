import { z } from '@hono/zod-openapi'
import { changePassword } from '#src/accounts/change-password.ts'
import { changeProfile } from '#src/accounts/change-profile.ts'
import { changeUser } from '#src/accounts/change-user.ts'
import { AvailabilityQuestion, checkAvailability } from '#src/accounts/check-availability.ts'
import { listUsers, readUser } from '#src/accounts/list-users.ts'
import { signUp } from '#src/accounts/sign-up.ts'
import {
  newUserFields,
  Password,
  profileChangeFields,
  showUser,
  User,
  UserIdParam,
  userChangeFields,
} from '#src/accounts/user.ts'
import { AccountAskedFor } from '#src/accounts/waiting.ts'
import { asCallerIfAny, callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { ROLES } from '#src/roles.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['users']
const params = z.object({ user_id: UserIdParam })

const NewUser = z.strictObject(newUserFields).openapi('NewUser')
const UserChange = z.strictObject(userChangeFields).openapi('UserChange')
const ProfileChange = z.strictObject(profileChangeFields).openapi('ProfileChange')
const PasswordChange = z
  .strictObject({ current_password: z.string().min(1).max(128), new_password: Password })
  .openapi('PasswordChange')
const UserFilter = z.object({
  q: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .openapi({ description: 'Part of a name or e-mail, or a matricula' }),
  role: z.enum(ROLES).optional(),
  is_active: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

export function userRoutes(ports: Ports, { auth }: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/users',
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
      request: jsonBody(NewUser),
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
      c.header('Location', `/api/v1/users/${user.id}`)
      return c.json(await showUser(ports, user), 201)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/users',
      action: 'users:read',
      tags,
      summary: 'Find people',
      request: { query: UserFilter.extend(pageQuery) },
      responses: { 200: json(pageOf(User), 'A page of people') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listUsers(ports, query, place)
      return c.json(
        page(await Promise.all(found.rows.map((row) => showUser(ports, row))), { ...found, ...place }),
        200,
      )
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/users/availability',
      action: 'users:check-availability',
      problems: ['sign-up-closed', 'too-many-attempts'],
      tags,
      summary: 'Is this e-mail, matricula or CPF still free',
      request: { query: AvailabilityQuestion },
      responses: { 200: json(z.object({ is_available: z.boolean() }), 'Whether it is') },
    }),
    async (c) => {
      const question = c.req.valid('query')
      const is_available = await checkAvailability({ ...ports, rules: auth.signUp }, question, c.var.visit)
      return c.json({ is_available }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/users/me',
      action: 'profile:read',
      tags,
      summary: 'My profile',
      responses: { 200: json(User, 'The person signed in') },
    }),
    async (c) => c.json(await showUser(ports, callerOf(c).user), 200),
  )

  routes.openapi(
    endpoint({
      method: 'patch',
      path: '/api/v1/users/me',
      action: 'profile:change',
      tags,
      summary: 'Change my profile',
      request: jsonBody(ProfileChange),
      responses: { 200: json(User, 'The profile as changed') },
    }),
    async (c) =>
      c.json(
        await showUser(ports, await changeProfile(ports, callerOf(c), c.req.valid('json'), c.var.visit)),
        200,
      ),
  )

  routes.openapi(
    endpoint({
      method: 'put',
      path: '/api/v1/users/me/password',
      action: 'profile:change',
      problems: ['current-password-wrong', 'too-many-attempts'],
      tags,
      summary: 'Change my password; signs out all other devices',
      request: jsonBody(PasswordChange),
      responses: { 204: { description: 'Changed' } },
    }),
    async (c) => {
      await changePassword(ports, callerOf(c), c.req.valid('json'), c.var.visit)
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/users/{user_id}',
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
      method: 'patch',
      path: '/api/v1/users/{user_id}',
      action: 'users:change',
      problems: ['user-not-found', 'already-registered', 'last-admin'],
      tags,
      summary: 'Change a person',
      request: { params, ...jsonBody(UserChange) },
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
      path: '/api/v1/users/{user_id}',
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

  return routes
}
