import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf, IfMatch, readIfMatch } from '#src/http/if-match.ts'
import type { Ports } from '#src/ports.ts'
import { addRule, changeRule, dropRule, listRules, orderRules } from '#src/rules/change-rules.ts'
import { RuleBody, RuleChange, RuleIdParam, RuleOrder, ShownRule, showRule } from '#src/rules/rule-body.ts'
import { Trial, TrialResult, tryRules } from '#src/rules/try-rules.ts'

const tags = ['rules']
const path = '/api/v1/admin/rules'
const params = z.object({ rule_id: RuleIdParam })
const who = (c: Context<Edge>) => ({ actorId: callerOf(c).userId, visit: c.var.visit })
const all = json(
  z.object({ items: z.array(ShownRule) }),
  'In the order in which they are held against a ticket',
)

/** What happens by itself to new tickets. */
export function ruleRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path, action: 'rules:read', tags },
      summary: 'List all rules',
      responses: { 200: all },
    }),
    async (c) => c.json({ items: (await listRules(db)).map(showRule) }, 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path, action: 'rules:change', tags },
      summary: 'Make a rule; it comes after all others',
      request: jsonBody(RuleBody),
      responses: { 201: json(ShownRule, 'The rule') },
    }),
    async (c) => {
      const row = await addRule(db, c.req.valid('json'), who(c))
      c.header('ETag', etagOf(row))
      return c.json(showRule(row), 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path: `${path}/order`, action: 'rules:change', tags },
      problems: ['rule-not-found', 'version-conflict'],
      summary: 'Put all rules into an order',
      request: jsonBody(RuleOrder),
      responses: { 200: all },
    }),
    async (c) => {
      const rows = await orderRules(db, c.req.valid('json'), who(c))
      return c.json({ items: rows.map(showRule) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: `${path}/try`, action: 'rules:read', tags },
      problems: ['rule-not-found'],
      summary: 'See what rules would have done to the last hundred tickets; nothing is changed',
      request: jsonBody(Trial),
      responses: { 200: json(TrialResult, 'Each ticket as it was asked for, and as it would have been') },
    }),
    async (c) => c.json(await tryRules(db, c.req.valid('json')), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'patch', path: `${path}/{rule_id}`, action: 'rules:change', tags },
      problems: ['rule-not-found', 'if-match-required', 'version-conflict'],
      summary: 'Change a rule, or switch it off; what is left out stays',
      request: { params, headers: IfMatch, ...jsonBody(RuleChange) },
      responses: { 200: json(ShownRule, 'The rule as it is now') },
    }),
    async (c) => {
      const wish = { change: c.req.valid('json'), match: readIfMatch(c.req.valid('header')['if-match']) }
      const row = await changeRule(db, c.req.valid('param').rule_id, wish, who(c))
      c.header('ETag', etagOf(row))
      return c.json(showRule(row), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'delete', path: `${path}/{rule_id}`, action: 'rules:change', tags },
      problems: ['rule-not-found', 'version-conflict'],
      summary: 'Delete a rule; tickets stay as it made them',
      request: { params, headers: IfMatch },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      await dropRule(db, c.req.valid('param').rule_id, match, who(c))
      return c.body(null, 204)
    },
  )

  return routes
}
