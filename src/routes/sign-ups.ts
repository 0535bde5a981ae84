import { z } from '@hono/zod-openapi'
import { approveSignUp, refuseSignUp } from '#src/accounts/decide-sign-up.ts'
import { listSignUps } from '#src/accounts/list-sign-ups.ts'
import { SignUp, SignUpApproval, SignUpIdParam, SignUpRefusal, showSignUp } from '#src/accounts/waiting.ts'
import { reachOf } from '#src/auth/access.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['users']
const action = 'users:approve'
const params = z.object({ sign_up_id: SignUpIdParam })

/** With SIGNUP_MODE=approval: who waits, and what is said to them. */
export function signUpRoutes(ports: Pick<Ports, 'db' | 'clock'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/admin/sign-ups', action, tags },
      summary: 'Who waits for an account',
      description: 'Leads see those of their department.',
      request: { query: z.object(pageQuery) },
      responses: { 200: json(pageOf(SignUp), 'Whoever came first on top') },
    }),
    async (c) => {
      const place = placeOf(c.req.valid('query'))
      const found = await listSignUps(ports.db, reachOf(callerOf(c)), place)
      return c.json(page(found.rows.map(showSignUp), { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/admin/sign-ups/{sign_up_id}/approve', action, tags },
      problems: ['sign-up-not-found', 'sign-up-decided', 'already-registered'],
      summary: 'Let somebody in; a letter tells them',
      description: 'Whoever may give roles may choose role and department; others let requesters in.',
      request: { params, ...jsonBody(SignUpApproval) },
      responses: { 200: json(SignUp, 'As decided, now or before') },
    }),
    async (c) => {
      const { sign_up_id } = c.req.valid('param')
      const row = await approveSignUp(ports, callerOf(c), sign_up_id, c.req.valid('json'), c.var.visit)
      return c.json(showSignUp(row), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/admin/sign-ups/{sign_up_id}/refuse', action, tags },
      problems: ['sign-up-not-found', 'sign-up-decided'],
      summary: 'Refuse somebody; a letter tells them why',
      request: { params, ...jsonBody(SignUpRefusal) },
      responses: { 200: json(SignUp, 'As decided, now or before') },
    }),
    async (c) => {
      const { sign_up_id } = c.req.valid('param')
      const { reason } = c.req.valid('json')
      const row = await refuseSignUp(ports, callerOf(c), sign_up_id, { reason, visit: c.var.visit })
      return c.json(showSignUp(row), 200)
    },
  )

  return routes
}
