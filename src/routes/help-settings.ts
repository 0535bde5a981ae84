import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ArticlePreview } from '#src/help/article-body.ts'
import {
  addHelpCategory,
  changeHelpCategory,
  dropHelpCategory,
  EditedHelpCategory,
  HelpCategoryChange,
  listEditedCategories,
  NewHelpCategory,
} from '#src/help/categories.ts'
import { LONGEST_BODY, renderArticle } from '#src/help/render-article.ts'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { CategoryIdParam } from '#src/tickets/category-body.ts'

const tags = ['help']
const MOST_BYTES = 6 * LONGEST_BODY + 1024
const who = (c: Context<Edge>) => ({ actorId: callerOf(c).userId, visit: c.var.visit })

/** What the editor needs beside the articles themselves. */
export function helpSettingsRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{
        method: 'post',
        path: '/api/v1/admin/help/preview',
        action: 'help:edit',
        tags,
        mostBytes: MOST_BYTES,
      },
      summary: 'What readers will see',
      request: jsonBody(ArticlePreview),
      responses: { 200: json(z.object({ html: z.string() }), 'Safe HTML') },
    }),
    (c) => c.json({ html: renderArticle(c.req.valid('json').content) }, 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/admin/help/categories', action: 'help:edit', tags },
      summary: 'List what articles can be about, also what nothing new is filed under any more',
      responses: { 200: json(z.object({ items: z.array(EditedHelpCategory) }), 'In their order') },
    }),
    async (c) => c.json({ items: await listEditedCategories(db) }, 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/admin/help/categories', action: 'categories:change', tags },
      summary: 'Make a subject for articles',
      request: jsonBody(NewHelpCategory),
      responses: { 201: json(EditedHelpCategory, 'The category') },
    }),
    async (c) => c.json(await addHelpCategory(db, c.req.valid('json'), who(c)), 201),
  )

  routes.openapi(
    endpoint({
      ...{
        method: 'patch',
        path: '/api/v1/admin/help/categories/{category_id}',
        action: 'categories:change',
        tags,
      },
      problems: ['category-not-found'],
      summary: 'Change a subject of articles',
      request: { params: z.object({ category_id: CategoryIdParam }), ...jsonBody(HelpCategoryChange) },
      responses: { 200: json(EditedHelpCategory, 'The category as changed') },
    }),
    async (c) => {
      const { category_id } = c.req.valid('param')
      return c.json(await changeHelpCategory(db, category_id, c.req.valid('json'), who(c)), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{
        method: 'delete',
        path: '/api/v1/admin/help/categories/{category_id}',
        action: 'categories:change',
        tags,
      },
      problems: ['category-not-found', 'category-in-use'],
      summary: 'Delete a subject that no text has',
      request: { params: z.object({ category_id: CategoryIdParam }) },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      await dropHelpCategory(db, c.req.valid('param').category_id, who(c))
      return c.body(null, 204)
    },
  )

  return routes
}
