import { z } from '@hono/zod-openapi'
import { recoverPassword } from '#src/accounts/recover-password.ts'
import { confirmEmail, resetPassword } from '#src/accounts/use-link.ts'
import { Password } from '#src/accounts/user.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'

const tags = ['users']
const typed = z.string().trim().min(1).max(128)
const token = z.string().min(1).max(256)

const Recovery = z
  .union([z.strictObject({ email: typed }), z.strictObject({ matricula: typed })])
  .openapi('Recovery')
const PasswordReset = z.strictObject({ token, new_password: Password }).openapi('PasswordReset')
const EmailConfirmation = z.strictObject({ token }).openapi('EmailConfirmation')

/** What the links in letters lead to. */
export function accountLinkRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/password-resets',
      action: 'password:recover',
      problems: ['too-many-attempts'],
      tags,
      summary: 'Ask for a letter with a link to choose a new password',
      request: jsonBody(Recovery),
      responses: { 202: { description: 'The same answer whether there is such a person or not' } },
    }),
    async (c) => {
      await recoverPassword(ports, c.req.valid('json'), c.var.visit)
      return c.body(null, 202)
    },
  )

  routes.openapi(
    endpoint({
      method: 'put',
      path: '/api/v1/password-resets',
      action: 'password:recover',
      problems: ['link-not-valid', 'too-many-attempts'],
      tags,
      summary: 'Choose a new password with the token of the letter',
      request: jsonBody(PasswordReset),
      responses: { 204: { description: 'Changed; all sessions of the person are over' } },
    }),
    async (c) => {
      const { token, new_password: newPassword } = c.req.valid('json')
      await resetPassword(ports, { token, newPassword }, c.var.visit)
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      method: 'put',
      path: '/api/v1/email-confirmations',
      action: 'password:recover',
      problems: ['link-not-valid', 'too-many-attempts'],
      tags,
      summary: 'Confirm an e-mail address with the token of the letter',
      request: jsonBody(EmailConfirmation),
      responses: { 204: { description: 'Confirmed; the person may sign in' } },
    }),
    async (c) => {
      await confirmEmail(ports, c.req.valid('json').token, c.var.visit)
      return c.body(null, 204)
    },
  )

  return routes
}
