import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf, IfMatch, readIfMatch } from '#src/http/if-match.ts'
import type { Ports } from '#src/ports.ts'
import { CalendarBody } from '#src/sla/calendar-body.ts'
import { CALENDAR_TEMPLATES } from '#src/sla/calendar-templates.ts'
import {
  addCalendar,
  changeCalendar,
  dropCalendar,
  listCalendars,
  readCalendar,
} from '#src/sla/change-calendars.ts'
import { addPolicy, changePolicy, dropPolicy, listPolicies, readPolicy } from '#src/sla/change-policies.ts'
import { orderPolicies } from '#src/sla/order-policies.ts'
import { PolicyBody, PolicyOrder } from '#src/sla/policy-body.ts'
import { Preview, PreviewRequest, previewSla } from '#src/sla/preview-sla.ts'
import { pageOfRows } from '#src/sla/sla-book.ts'
import { CalendarIdParam, SlaCalendar, SlaTemplate, showCalendar, showHours } from '#src/sla/sla-calendar.ts'
import { PolicyIdParam, SlaPolicy, showPolicy } from '#src/sla/sla-policy.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['sla']
const calendarParams = z.object({ calendar_id: CalendarIdParam })
const policyParams = z.object({ policy_id: PolicyIdParam })
const query = z.object(pageQuery)
const gone = { 204: { description: 'It is gone' } }
const who = (c: Context<Edge>) => ({ actorId: callerOf(c).userId, visit: c.var.visit })

/** Policies and calendars: the team may read them, admins change them. Every change reaches the tickets that are open. */
export function slaRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sla/calendars', action: 'sla:read', tags },
      summary: 'List the calendars',
      request: { query },
      responses: { 200: json(pageOf(SlaCalendar), 'A page of calendars') },
    }),
    async (c) => {
      const place = placeOf(c.req.valid('query'))
      const found = pageOfRows(await listCalendars(db), place)
      return c.json(page(found.rows.map(showCalendar), { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/sla/calendars', action: 'sla:change', tags },
      summary: 'Make a calendar',
      request: jsonBody(CalendarBody),
      responses: { 201: json(SlaCalendar, 'The calendar') },
    }),
    async (c) => {
      const row = await addCalendar(db, c.req.valid('json'), who(c))
      c.header('Location', `/api/v1/sla/calendars/${row.id}`)
      c.header('ETag', etagOf(row))
      return c.json(showCalendar(row), 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sla/calendar-templates', action: 'sla:read', tags },
      summary: 'What a calendar can begin with',
      responses: { 200: json(z.object({ items: z.array(SlaTemplate) }), 'All of them') },
    }),
    async (c) => {
      const items = CALENDAR_TEMPLATES.map(({ slug, calendar, optionalHolidays }) => ({
        slug,
        calendar: showHours(calendar),
        optional_holidays: showHours({ ...calendar, holidays: optionalHolidays }).holidays,
      }))
      return c.json({ items }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sla/calendars/{calendar_id}', action: 'sla:read', tags },
      problems: ['calendar-not-found'],
      summary: 'Read a calendar',
      request: { params: calendarParams },
      responses: { 200: json(SlaCalendar, 'The calendar') },
    }),
    async (c) => {
      const row = await readCalendar(db, c.req.valid('param').calendar_id)
      c.header('ETag', etagOf(row))
      return c.json(showCalendar(row), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path: '/api/v1/sla/calendars/{calendar_id}', action: 'sla:change', tags },
      problems: ['calendar-not-found', 'if-match-required', 'version-conflict'],
      summary: 'Change a calendar',
      request: { params: calendarParams, headers: IfMatch, ...jsonBody(CalendarBody) },
      responses: { 200: json(SlaCalendar, 'The calendar as it is now') },
    }),
    async (c) => {
      const wish = { body: c.req.valid('json'), match: readIfMatch(c.req.valid('header')['if-match']) }
      const row = await changeCalendar(db, c.req.valid('param').calendar_id, wish, who(c))
      c.header('ETag', etagOf(row))
      return c.json(showCalendar(row), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'delete', path: '/api/v1/sla/calendars/{calendar_id}', action: 'sla:change', tags },
      problems: ['calendar-not-found', 'calendar-in-use', 'version-conflict'],
      summary: 'Delete a calendar that no policy has',
      request: { params: calendarParams, headers: IfMatch },
      responses: gone,
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      await dropCalendar(db, c.req.valid('param').calendar_id, match, who(c))
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sla/policies', action: 'sla:read', tags },
      summary: 'List the policies, in the order in which they are held against a ticket',
      request: { query },
      responses: { 200: json(pageOf(SlaPolicy), 'A page of policies') },
    }),
    async (c) => {
      const place = placeOf(c.req.valid('query'))
      const found = pageOfRows(await listPolicies(db), place)
      return c.json(page(found.rows.map(showPolicy), { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/sla/policies', action: 'sla:change', tags },
      summary: 'Make a policy',
      request: jsonBody(PolicyBody),
      responses: { 201: json(SlaPolicy, 'The policy') },
    }),
    async (c) => {
      const row = await addPolicy(db, c.req.valid('json'), who(c))
      c.header('Location', `/api/v1/sla/policies/${row.id}`)
      c.header('ETag', etagOf(row))
      return c.json(showPolicy(row), 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path: '/api/v1/sla/policies/order', action: 'sla:change', tags },
      problems: ['policy-not-found', 'version-conflict'],
      summary: 'Put all policies into an order: the first that fits a ticket counts',
      request: jsonBody(PolicyOrder),
      responses: { 200: json(z.object({ items: z.array(SlaPolicy) }), 'All of them, in their order') },
    }),
    async (c) => {
      const rows = await orderPolicies(db, c.req.valid('json'), who(c))
      return c.json({ items: rows.map(showPolicy) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sla/policies/{policy_id}', action: 'sla:read', tags },
      problems: ['policy-not-found'],
      summary: 'Read a policy',
      request: { params: policyParams },
      responses: { 200: json(SlaPolicy, 'The policy') },
    }),
    async (c) => {
      const row = await readPolicy(db, c.req.valid('param').policy_id)
      c.header('ETag', etagOf(row))
      return c.json(showPolicy(row), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path: '/api/v1/sla/policies/{policy_id}', action: 'sla:change', tags },
      problems: ['policy-not-found', 'if-match-required', 'version-conflict'],
      summary: 'Change a policy',
      request: { params: policyParams, headers: IfMatch, ...jsonBody(PolicyBody) },
      responses: { 200: json(SlaPolicy, 'The policy as it is now') },
    }),
    async (c) => {
      const wish = { body: c.req.valid('json'), match: readIfMatch(c.req.valid('header')['if-match']) }
      const row = await changePolicy(db, c.req.valid('param').policy_id, wish, who(c))
      c.header('ETag', etagOf(row))
      return c.json(showPolicy(row), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'delete', path: '/api/v1/sla/policies/{policy_id}', action: 'sla:change', tags },
      problems: ['policy-not-found', 'version-conflict'],
      summary: 'Delete a policy; open tickets go on by the next that fits them',
      request: { params: policyParams, headers: IfMatch },
      responses: gone,
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      await dropPolicy(db, c.req.valid('param').policy_id, match, who(c))
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/sla/preview', action: 'sla:change', tags },
      summary: 'When a ticket would be due, by a policy or calendar that nobody has kept yet',
      request: jsonBody(PreviewRequest),
      responses: { 200: json(Preview, 'When it would be, and what is worked in that week') },
    }),
    async (c) => c.json(await previewSla(db, c.req.valid('json')), 200),
  )

  return routes
}
