import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import {
  Category,
  CategoryChange,
  CategoryIdParam,
  NewCategory,
  showCategory,
} from '#src/tickets/category-body.ts'
import { addCategory, changeCategory, listAllCategories } from '#src/tickets/change-categories.ts'
import { CrmField, describeFields } from '#src/tickets/describe-fields.ts'

const tags = ['admin']
const who = (c: Context<Edge>) => ({ actorId: callerOf(c).userId, visit: c.var.visit })

/** What tickets can be about, and how the CRM calls what we know. */
export function categoryRoutes(ports: Pick<Ports, 'db' | 'crm'>) {
  const { db } = ports
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/admin/categories', action: 'categories:read', tags },
      summary: 'List all categories, also those that nothing is filed under any more',
      responses: { 200: json(z.object({ items: z.array(Category) }), 'In their order') },
    }),
    async (c) => c.json({ items: (await listAllCategories(db)).map(showCategory) }, 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/admin/categories', action: 'categories:change', tags },
      summary: 'Make a category',
      request: jsonBody(NewCategory),
      responses: { 201: json(Category, 'The category') },
    }),
    async (c) => c.json(showCategory(await addCategory(db, c.req.valid('json'), who(c))), 201),
  )

  routes.openapi(
    endpoint({
      ...{
        method: 'patch',
        path: '/api/v1/admin/categories/{category_id}',
        action: 'categories:change',
        tags,
      },
      problems: ['category-not-found'],
      summary: 'Change a category; with is_active false nothing new is filed under it',
      request: { params: z.object({ category_id: CategoryIdParam }), ...jsonBody(CategoryChange) },
      responses: { 200: json(Category, 'The category as changed') },
    }),
    async (c) => {
      const { category_id } = c.req.valid('param')
      return c.json(showCategory(await changeCategory(db, category_id, c.req.valid('json'), who(c))), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/admin/crm/fields', action: 'sync:read', tags },
      problems: ['crm-away'],
      summary: 'Which field of the CRM keeps which of ours, and what is wrong with it',
      responses: { 200: json(z.object({ items: z.array(CrmField) }), 'As the CRM is now') },
    }),
    async (c) => c.json({ items: await describeFields(ports) }, 200),
  )

  return routes
}
