import { z } from '@hono/zod-openapi'
import { UserIdParam } from '#src/accounts/user.ts'
import { CPF_PURPOSES } from '#src/db/privacy-schema.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { CpfAccess, listCpfAccess } from '#src/privacy/cpf-access.ts'
import { Erasure, Reason, showErasure } from '#src/privacy/erasure.ts'
import { ExportIdParam, ExportInList, PrivacyExport, showExport } from '#src/privacy/export.ts'
import { listErasures } from '#src/privacy/list-erasures.ts'
import { listAllExports } from '#src/privacy/list-exports.ts'
import { listExports, openExport } from '#src/privacy/open-export.ts'
import { requestErasure } from '#src/privacy/request-erasure.ts'
import { requestExport } from '#src/privacy/request-export.ts'
import { countDue, Months, Retention, readRetention, setRetention } from '#src/privacy/retention.ts'
import { CategoryIdParam } from '#src/tickets/category-body.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['privacy']
const params = z.object({ user_id: UserIdParam })
const exportParams = z.object({ export_id: ExportIdParam })
const Exports = z.object({ items: z.array(PrivacyExport) }).openapi('PrivacyExports')
const categoryParams = z.object({ category_id: CategoryIdParam })
const Retentions = z.object({ items: z.array(Retention) }).openapi('Retentions')
const RetentionChange = z.strictObject({ months: Months }).openapi('RetentionChange')
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const CpfAccessQuery = z.object({
  user_id: UserIdParam.optional(),
  purpose: z.enum(CPF_PURPOSES).optional(),
  from: moment.optional(),
  to: moment.optional(),
})
const ExportRequest = z.strictObject({ reason: Reason }).openapi('ExportRequest')
const ErasureRequest = z
  .strictObject({
    reason: Reason,
    confirm: z
      .string()
      .max(15)
      .openapi({ description: 'Their matricula, so that nobody is taken for another' }),
  })
  .openapi('ErasureRequest')

/** What people may ask of us about themselves (LGPD), and what admins do for them. */
export function privacyRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/privacy/export',
      action: 'privacy:own',
      tags,
      summary: 'Have everything about me gathered into a file',
      responses: { 202: json(PrivacyExport, 'It is promised; a letter says when it is there') },
    }),
    async (c) => {
      const { userId } = callerOf(c)
      const row = await requestExport(ports, callerOf(c), { userId, reason: null }, c.var.visit)
      return c.json(showExport(row, ports.clock()), 202)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/privacy/exports',
      action: 'privacy:own',
      tags,
      summary: 'Files about me, and those that I asked for, the newest first',
      responses: { 200: json(Exports, 'At most 20') },
    }),
    async (c) => {
      const rows = await listExports(ports, callerOf(c))
      return c.json({ items: rows.map((row) => showExport(row, ports.clock())) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/privacy/exports/{export_id}/file',
      action: 'privacy:own',
      problems: ['export-not-found'],
      tags,
      summary: 'Fetch such a file: one JSON object a line',
      request: { params: exportParams },
      responses: { 302: { description: 'To a link that is good for five minutes' } },
    }),
    async (c) => c.redirect(await openExport(ports, callerOf(c), c.req.valid('param').export_id), 302),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/users/{user_id}/export',
      action: 'privacy:act',
      problems: ['user-not-found', 'user-erased'],
      tags,
      summary: 'Have everything about a person gathered into a file, for them',
      request: { params, ...jsonBody(ExportRequest) },
      responses: { 202: json(PrivacyExport, 'It is promised; a letter says when it is there') },
    }),
    async (c) => {
      const { user_id: userId } = c.req.valid('param')
      const { reason } = c.req.valid('json')
      const row = await requestExport(ports, callerOf(c), { userId, reason }, c.var.visit)
      return c.json(showExport(row, ports.clock()), 202)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/users/{user_id}/erase',
      action: 'privacy:act',
      problems: ['user-not-found', 'erasing-oneself', 'last-admin'],
      tags,
      summary: 'Take a person out of all that is here, for good',
      description: 'The account ends at once; the rest follows by itself. What is counted stays as it was.',
      request: { params, ...jsonBody(ErasureRequest) },
      responses: { 202: json(Erasure, 'It is promised') },
    }),
    async (c) => {
      const { user_id } = c.req.valid('param')
      const row = await requestErasure(ports, callerOf(c), user_id, c.req.valid('json'), c.var.visit)
      return c.json(showErasure(row), 202)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/erasures',
      action: 'privacy:act',
      tags,
      summary: 'Who was taken out, the newest first',
      request: { query: z.object(pageQuery) },
      responses: { 200: json(pageOf(Erasure), 'A page of them') },
    }),
    async (c) => {
      const place = placeOf(c.req.valid('query'))
      const found = await listErasures(ports, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/exports',
      action: 'privacy:act',
      tags,
      summary: 'Who had a file about whom gathered, the newest first',
      request: { query: z.object(pageQuery) },
      responses: { 200: json(pageOf(ExportInList), 'A page of them') },
    }),
    async (c) => {
      const place = placeOf(c.req.valid('query'))
      const found = await listAllExports(ports, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/cpf-access',
      action: 'privacy:act',
      tags,
      summary: 'Each time a CPF was given out in clear: who, whose, when, why',
      request: { query: CpfAccessQuery.extend(pageQuery) },
      responses: { 200: json(pageOf(CpfAccess), 'A page of them, the newest first') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listCpfAccess(ports, query, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/privacy/retention',
      action: 'privacy:act',
      tags,
      summary: 'How long tickets of each category say who asked, and how many are older',
      responses: { 200: json(Retentions, 'A line for each category') },
    }),
    async (c) => c.json({ items: await readRetention(ports) }, 200),
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/privacy/retention/{category_id}/count',
      action: 'privacy:act',
      tags,
      summary: 'How many tickets it would be',
      request: {
        params: categoryParams,
        query: z.object({
          months: z
            .string()
            .regex(/^\d{1,3}$/)
            .transform(Number)
            .pipe(z.int().min(1).max(600)),
        }),
      },
      responses: { 200: json(z.object({ due: z.int() }), 'So many, and nothing was changed') },
    }),
    async (c) => {
      const due = await countDue(ports, c.req.valid('param').category_id, c.req.valid('query').months)
      return c.json({ due }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'put',
      path: '/api/v1/admin/privacy/retention/{category_id}',
      action: 'privacy:act',
      problems: ['category-not-found'],
      tags,
      summary: 'Say how long tickets of a category say who asked',
      request: { params: categoryParams, ...jsonBody(RetentionChange) },
      responses: { 200: json(Retention, 'As it is now') },
    }),
    async (c) => {
      const wanted = { id: c.req.valid('param').category_id, months: c.req.valid('json').months }
      const who = { actorId: callerOf(c).userId, visit: c.var.visit }
      return c.json(await setRetention(ports, wanted, who), 200)
    },
  )

  return routes
}
