import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import type { KnownCaller } from '#src/accounts/read-caller.ts'
import type { ArticleKind } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import { ArticleLine, FaqGroup, FoundArticle, HelpCategory, ReadArticle } from '#src/help/article.ts'
import { ArticleFeedback, ArticleIdParam, CategorySlug, HelpLocale, Tag } from '#src/help/article-body.ts'
import { countCategories } from '#src/help/categories.ts'
import { countView } from '#src/help/count-view.ts'
import { ARTICLE_ORDERS, listArticles } from '#src/help/list-articles.ts'
import { readArticle, readFaq } from '#src/help/read-article.ts'
import { isReader, newReader, visitorOf, voterOf } from '#src/help/reader.ts'
import { searchHelp } from '#src/help/search-help.ts'
import { LONGEST_QUERY } from '#src/help/search-terms.ts'
import { voteFor } from '#src/help/vote.ts'
import { callerIfAny, findCaller } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { ArticleId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import { dayIn } from '#src/tickets/ticket-number.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['help']
const READER_COOKIE = 'ponte_reader'
const READER_LIFETIME_S = 365 * 24 * 3600

const Query = z.string().max(LONGEST_QUERY)
const language = HelpLocale.optional().openapi({
  description:
    'Preferred; without it, what Accept-Language prefers. What is not written in it comes in another.',
})
const listQuery = {
  category: CategorySlug.optional(),
  q: Query.optional(),
  search: Query.optional().openapi({ description: 'The same as `q`' }),
  featured_only: z.enum(['true', 'false']).optional(),
  tag: Tag.optional(),
  locale: language,
  sort: z.enum(ARTICLE_ORDERS).optional(),
  ...pageQuery,
}
const NamedArticle = z
  .string()
  .regex(/^[\w-]{1,120}$/)
  .openapi({ description: 'Its number, or any slug that it ever had', example: 'como-pedir' })
const FeedbackTaken = z
  .object({ message: z.string(), helpful_count: z.int(), not_helpful_count: z.int(), my_vote: z.boolean() })
  .openapi('FeedbackTaken')

type Needed = Pick<Ports, 'db' | 'clock'>
type Rules = Pick<Config, 'auth' | 'timeZone'>

/** The help center, for anyone: H-01 to H-05, H-07, Q-01. */
export function helpRoutes(ports: Needed, config: Rules) {
  const { db } = ports
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/help/categories', action: 'help:read', tags },
      summary: 'What articles are about, and how many there are',
      request: { query: z.object({ locale: language }) },
      responses: { 200: json(z.object({ items: z.array(HelpCategory) }), 'In their order') },
    }),
    async (c) => {
      const locale = c.req.valid('query').locale ?? c.var.visit.locale
      return c.json({ items: await countCategories(db, locale) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/help/search', action: 'help:read', tags },
      summary: 'Search articles and questions by their words, in any of our languages',
      request: {
        query: z.object({
          q: Query.min(1),
          kind: z.enum(['article', 'faq']).optional(),
          locale: language,
          limit: z.coerce.number().pipe(z.int().min(1).max(50)).default(20),
        }),
      },
      responses: {
        200: json(
          z.object({ items: z.array(FoundArticle) }),
          'In the reader’s language first, then the best',
        ),
      },
    }),
    async (c) => {
      const { q, locale = c.var.visit.locale, ...wanted } = c.req.valid('query')
      return c.json({ items: await searchHelp(db, q, { ...wanted, locale }) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/help/articles', action: 'help:read', tags },
      summary: 'List what is published',
      request: { query: z.object(listQuery) },
      responses: { 200: json(pageOf(ArticleLine), 'A page of articles') },
    }),
    async (c) => {
      const {
        featured_only,
        search,
        q = search,
        locale = c.var.visit.locale,
        ...query
      } = c.req.valid('query')
      const place = placeOf(query)
      const isFeatured = featured_only === 'true'
      const found = await listArticles(db, { ...query, kind: 'article', q, locale, isFeatured }, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/help/faq', action: 'help:read', tags },
      summary: 'All frequent questions with their answers, by subject',
      request: { query: z.object({ locale: language, category: CategorySlug.optional() }) },
      responses: {
        200: json(z.object({ categories: z.array(FaqGroup) }), 'In the order that the team gave'),
      },
    }),
    async (c) => {
      const { locale = c.var.visit.locale, category } = c.req.valid('query')
      return c.json({ categories: await readFaq(db, locale, category) }, 200)
    },
  )

  readingRoutes(routes, 'article', '/api/v1/help/articles', ports, config)
  readingRoutes(routes, 'faq', '/api/v1/help/faq', ports, config)
  return routes
}

function readingRoutes<P extends '/api/v1/help/articles' | '/api/v1/help/faq'>(
  routes: ReturnType<typeof newRoutes>,
  kind: ArticleKind,
  path: P,
  ports: Needed,
  { auth, timeZone }: Rules,
): void {
  const { db, clock } = ports

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${path}/{article}`, action: 'help:read', tags },
      problems: ['article-not-found'],
      summary: 'Read one; it is counted as read, once per reader and day',
      request: { params: z.object({ article: NamedArticle }), query: z.object({ locale: language }) },
      responses: {
        200: json(ReadArticle, 'What it says'),
        308: { description: 'The slug is an old one; Location has the present one' },
      },
    }),
    async (c) => {
      const caller = await callerIfAny(c)
      const wanted = { kind, locale: c.req.valid('query').locale, fallback: c.var.visit.locale }
      const found = await readArticle(db, c.req.valid('param').article, wanted, knownVoter(c, caller))
      if (found.movedTo !== null) return c.redirect(`${path}/${found.movedTo}${searchOf(c)}`, 308)
      await noteView(c, { db, clock, timeZone }, found.article.id, caller)
      return c.json(found.article, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: `${path}/{article_id}/feedback`, action: 'help:vote', tags },
      problems: ['article-not-found', 'too-many-attempts', 'token-expired'],
      summary: 'Say whether it helped; said again, it replaces what was said before',
      request: { params: z.object({ article_id: ArticleIdParam }), ...jsonBody(ArticleFeedback) },
      responses: { 200: json(FeedbackTaken, 'It counts') },
    }),
    async (c) => {
      const caller = await findCaller(c).catch((error: unknown) => {
        // Whoever is signed in renews that first: their vote would count as a stranger's.
        if (!(error instanceof DomainError) || error.code === 'token-expired') throw error
        return null
      })
      if (!caller) await countAttempt(db, LIMITS.helpVoteAddress, c.var.visit.network, clock())
      const { helpful, is_helpful, comment } = c.req.valid('json')
      const isHelpful = (helpful ?? is_helpful) === true
      const kept = getCookie(c, READER_COOKIE)
      const reader = kept !== undefined && isReader(kept) ? kept : newReader()
      const id = c.req.valid('param').article_id
      const vote = { isHelpful, comment, locale: c.var.visit.locale }
      const row = await voteFor(db, { kind, id }, voterOf(caller?.userId ?? null, reader), vote)
      if (!caller && reader !== kept)
        setCookie(c, READER_COOKIE, reader, {
          ...{ path: '/', httpOnly: true, sameSite: 'Lax', maxAge: READER_LIFETIME_S },
          secure: auth.cookie.secure,
        })
      return c.json(
        {
          // H-03: the seed's words, whatever the language.
          message: 'Feedback submitted',
          helpful_count: row.helpfulCount,
          not_helpful_count: row.notHelpfulCount,
          my_vote: isHelpful,
        },
        200,
      )
    },
  )
}

/** Null: whoever has not voted anywhere is nobody yet. */
export function knownVoter(c: Context<Edge>, caller: KnownCaller | null): string | null {
  if (caller) return voterOf(caller.userId, '').key
  const kept = getCookie(c, READER_COOKIE)
  return kept !== undefined && isReader(kept) ? voterOf(null, kept).key : null
}

/** A look at the head of it, or ahead of it, is no reading. */
export async function noteView(
  c: Context<Edge>,
  { db, clock, timeZone }: Needed & Pick<Config, 'timeZone'>,
  id: number,
  caller: KnownCaller | null,
): Promise<void> {
  if (c.req.method === 'HEAD' || c.req.header('sec-purpose')?.startsWith('prefetch')) return
  const day = dayIn(timeZone, clock())
  const visitor = visitorOf(caller?.userId ?? null, c.var.visit, day)
  await countView(db, { id: id as ArticleId, visitor, day })
}

export const searchOf = (c: Context<Edge>) => new URL(c.req.url).search
