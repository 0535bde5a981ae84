import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ARTICLE_STATUSES, type ArticleKind } from '#src/db/help-schema.ts'
import {
  ArticleComment,
  ArticleVersion,
  EditedArticle,
  EditedLine,
  VersionContent,
} from '#src/help/article.ts'
import {
  ArticleChange,
  ArticleIdParam,
  ArticleOrder,
  ArticleOrders,
  CategorySlug,
  HelpLocale,
  NewArticle,
  Tag,
} from '#src/help/article-body.ts'
import { ARTICLE_MOVES } from '#src/help/article-status.ts'
import { addArticle, changeArticle } from '#src/help/change-article.ts'
import { ARTICLE_ORDERS, listEdited } from '#src/help/list-articles.ts'
import { deleteArticle, moveArticle, orderArticles, placeArticle } from '#src/help/move-article.ts'
import { LONGEST_BODY } from '#src/help/render-article.ts'
import { LONGEST_QUERY } from '#src/help/search-terms.ts'
import { readEdited, showEdited } from '#src/help/show-edited.ts'
import { listVersions, readVersion, restoreVersion } from '#src/help/versions.ts'
import { listComments } from '#src/help/vote.ts'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf, IfMatch, readIfMatch } from '#src/http/if-match.ts'
import type { Ports } from '#src/ports.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['help']
/** Four languages of the longest text, each letter by an escape. */
const MOST_BYTES = 4 * 6 * LONGEST_BODY + 64 * 1024
const params = z.object({ article_id: ArticleIdParam })
const versionParams = z.object({
  article_id: ArticleIdParam,
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .openapi({ type: 'integer', minimum: 1, example: 1 }),
})
const who = (c: Context<Edge>) => ({ actorId: callerOf(c).userId, visit: c.var.visit })

/** The team's side of the help center: H-06, H-07, Q-02. */
export function helpAdminRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()
  editingRoutes(routes, db, 'article', '/api/v1/admin/help/articles')
  editingRoutes(routes, db, 'faq', '/api/v1/admin/help/faq')
  return routes
}

function editingRoutes<P extends '/api/v1/admin/help/articles' | '/api/v1/admin/help/faq'>(
  routes: ReturnType<typeof newRoutes>,
  db: Ports['db'],
  kind: ArticleKind,
  path: P,
): void {
  const one = `${path}/{article_id}` as const
  const show = async (c: Context<Edge>, row: Parameters<typeof showEdited>[1]) => {
    c.header('ETag', etagOf(row))
    return showEdited(db, row)
  }

  routes.openapi(
    endpoint({
      ...{ method: 'get', path, action: 'help:edit', tags },
      summary: 'List all of them, drafts and what is archived included',
      request: {
        query: z.object({
          ...pageQuery,
          status: z.enum(ARTICLE_STATUSES).optional(),
          category: CategorySlug.optional(),
          q: z.string().max(LONGEST_QUERY).optional(),
          tag: Tag.optional(),
          locale: HelpLocale.optional(),
          sort: z.enum(ARTICLE_ORDERS).optional(),
        }),
      },
      responses: { 200: json(pageOf(EditedLine), 'A page of them') },
    }),
    async (c) => {
      const { locale = c.var.visit.locale, ...query } = c.req.valid('query')
      const place = placeOf(query)
      const found = await listEdited(db, { ...query, kind, locale }, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path, action: 'help:edit', tags, mostBytes: MOST_BYTES },
      summary: 'Write one: a draft',
      request: jsonBody(NewArticle),
      responses: { 201: json(EditedArticle, 'The draft') },
    }),
    async (c) => {
      const row = await addArticle(db, kind, c.req.valid('json'), who(c))
      c.header('Location', `${path}/${row.id}`)
      return c.json(await show(c, row), 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path: `${path}/order`, action: 'help:edit', tags },
      summary: 'Put those of a category into an order',
      request: jsonBody(ArticleOrders),
      responses: { 204: { description: 'They stand so' } },
    }),
    async (c) => {
      await orderArticles(db, kind, c.req.valid('json'), who(c))
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: one, action: 'help:edit', tags },
      problems: ['article-not-found'],
      summary: 'Read one in all its languages',
      request: { params },
      responses: { 200: json(EditedArticle, 'As it is now') },
    }),
    async (c) => {
      const article = await readEdited(db, { kind, id: c.req.valid('param').article_id })
      c.header('ETag', etagOf(article))
      return c.json(article, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'patch', path: one, action: 'help:edit', tags, mostBytes: MOST_BYTES },
      problems: ['article-not-found', 'if-match-required', 'version-conflict'],
      summary: 'Change it; refused where somebody else has since it was read',
      request: { params, headers: IfMatch, ...jsonBody(ArticleChange) },
      responses: { 200: json(EditedArticle, 'As it is now') },
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      const wanted = { kind, id: c.req.valid('param').article_id, match }
      return c.json(await show(c, await changeArticle(db, wanted, c.req.valid('json'), who(c))), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'delete', path: one, action: 'help:delete', tags },
      problems: ['article-not-found', 'article-status-conflict', 'version-conflict'],
      summary: 'Delete what is not published, with all that was said about it',
      request: { params, headers: IfMatch },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      await deleteArticle(db, { kind, id: c.req.valid('param').article_id, match }, who(c))
      return c.body(null, 204)
    },
  )

  for (const move of ARTICLE_MOVES)
    routes.openapi(
      endpoint({
        ...{ method: 'post', path: `${one}/${move}`, action: 'help:edit', tags },
        problems: ['article-not-found', 'article-status-conflict', 'version-conflict'],
        summary: SUMMARIES[move],
        request: { params, headers: IfMatch },
        responses: { 200: json(EditedArticle, 'As it is now') },
      }),
      async (c) => {
        const match = readIfMatch(c.req.valid('header')['if-match'])
        const wanted = { kind, id: c.req.valid('param').article_id, match }
        return c.json(await show(c, await moveArticle(db, wanted, move, who(c))), 200)
      },
    )

  routes.openapi(
    endpoint({
      ...{ method: 'patch', path: `${one}/reorder`, action: 'help:edit', tags },
      problems: ['article-not-found'],
      summary: 'Give it a place among those of its category',
      request: { params, ...jsonBody(ArticleOrder) },
      responses: { 200: json(EditedArticle, 'As it is now') },
    }),
    async (c) => {
      const id = c.req.valid('param').article_id
      const { order } = c.req.valid('json')
      return c.json(await show(c, await placeArticle(db, { kind, id }, order, who(c))), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${one}/versions`, action: 'help:edit', tags },
      problems: ['article-not-found'],
      summary: 'What it said before, the newest first',
      request: { params },
      responses: { 200: json(z.object({ items: z.array(ArticleVersion) }), 'At most 200') },
    }),
    async (c) => {
      const items = await listVersions(db, { kind, id: c.req.valid('param').article_id })
      return c.json({ items }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${one}/versions/{version}`, action: 'help:edit', tags },
      problems: ['article-not-found', 'article-version-not-found'],
      summary: 'What it said in a version',
      request: { params: versionParams },
      responses: { 200: json(VersionContent, 'The version') },
    }),
    async (c) => {
      const { article_id: id, version } = c.req.valid('param')
      return c.json(await readVersion(db, { kind, id }, version), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: `${one}/versions/{version}/restore`, action: 'help:edit', tags },
      problems: ['article-not-found', 'article-version-not-found', 'if-match-required', 'version-conflict'],
      summary: 'Say again what it said then, as a new version',
      request: { params: versionParams, headers: IfMatch },
      responses: { 200: json(EditedArticle, 'As it is now') },
    }),
    async (c) => {
      const match = readIfMatch(c.req.valid('header')['if-match'])
      const { article_id: id, version } = c.req.valid('param')
      return c.json(await show(c, await restoreVersion(db, { kind, id, match }, version, who(c))), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${one}/comments`, action: 'help:edit', tags },
      problems: ['article-not-found'],
      summary: 'What readers wrote with their votes',
      request: { params },
      responses: { 200: json(z.object({ items: z.array(ArticleComment) }), 'The newest 200') },
    }),
    async (c) => {
      const items = await listComments(db, { kind, id: c.req.valid('param').article_id })
      return c.json({ items }, 200)
    },
  )
}

const SUMMARIES = {
  publish: 'Publish a draft, or what was archived',
  unpublish: 'Take it back to draft',
  archive: 'Archive what is published: readers find it no more',
} as const
