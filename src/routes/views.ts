import { z } from '@hono/zod-openapi'
import { SCREENS } from '#src/db/view-schema.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { addView, changeView, dropView, listViews } from '#src/views/change-views.ts'
import { NewView, View, ViewChange, ViewIdParam } from '#src/views/view.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['board']
const params = z.object({ view_id: ViewIdParam })

/** Screens under a name, for oneself or for the team. */
export function viewRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/views', action: 'views:keep', tags },
      summary: 'List the saved views: my own, and what others share',
      request: { query: z.object({ screen: z.enum(SCREENS).optional(), ...pageQuery }) },
      responses: { 200: json(pageOf(View), 'A page of views') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listViews(db, callerOf(c), query, place)
      return c.json(page(found.views, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/views', action: 'views:keep', tags },
      problems: ['too-many-views'],
      summary: 'Save a view',
      request: jsonBody(NewView),
      responses: { 201: json(View, 'The view') },
    }),
    async (c) => {
      const view = await addView(db, callerOf(c), c.req.valid('json'))
      c.header('Location', `/api/v1/views/${view.id}`)
      return c.json(view, 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'patch', path: '/api/v1/views/{view_id}', action: 'views:keep', tags },
      problems: ['view-not-found'],
      summary: 'Change a view: its owner, or an admin if it is shared',
      request: { params, ...jsonBody(ViewChange) },
      responses: { 200: json(View, 'The view as changed') },
    }),
    async (c) => {
      const { view_id } = c.req.valid('param')
      return c.json(await changeView(db, callerOf(c), view_id, c.req.valid('json')), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'delete', path: '/api/v1/views/{view_id}', action: 'views:keep', tags },
      problems: ['view-not-found'],
      summary: 'Delete a view: its owner, or an admin if it is shared',
      request: { params },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      await dropView(db, callerOf(c), c.req.valid('param').view_id)
      return c.body(null, 204)
    },
  )

  return routes
}
