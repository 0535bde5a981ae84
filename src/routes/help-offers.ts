import { z } from '@hono/zod-openapi'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import { FoundArticle } from '#src/help/article.ts'
import { ArticleIdParam } from '#src/help/article-body.ts'
import { answerOffer, offerArticles } from '#src/help/offer-articles.ts'
import { OfferAnswer, WrittenSoFar } from '#src/help/offer-body.ts'
import { Deflection, deflectionCsv, readDeflection } from '#src/help/read-deflection.ts'
import { answerCsv } from '#src/http/answer-csv.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { endOf, startOf } from '#src/sla/read-report.ts'
import { findSimilar, SimilarTicket } from '#src/tickets/find-similar.ts'
import { Day } from '#src/tickets/ticket-filter.ts'

const tags = ['help']
/** Before anything was offered, and after anything could have been. */
const [EVER, NEVER] = ['1000-01-01', '2999-12-31']

const ANSWERS = {
  opened: 'Say that it was read while a ticket was written',
  solved: 'Say that it solved the problem, and no ticket is needed; it counts once for each draft',
} as const

/** What may spare somebody the ticket that they are writing. */
export function helpOfferRoutes(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { timeZone }: Pick<Config, 'timeZone'>,
) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/help/suggestions', action: 'help:suggest', tags },
      problems: ['too-many-attempts'],
      summary: 'What may help whoever is writing a ticket: articles, questions, and tickets of their own',
      description:
        'At most five articles, those in the reader’s language first. Nothing of the text is kept.',
      request: jsonBody(WrittenSoFar),
      responses: {
        200: json(
          z.object({
            articles: z.array(FoundArticle),
            tickets: z.array(SimilarTicket).openapi({
              description: 'Of the caller’s own that are not done, those that ask for the same',
            }),
          }),
          'What was found',
        ),
      },
    }),
    async (c) => {
      const { userId } = callerOf(c)
      const body = c.req.valid('json')
      await countAttempt(db, LIMITS.suggestAccount, String(userId), clock())
      const locale = body.locale ?? c.var.visit.locale
      const [articles, tickets] = await Promise.all([
        offerArticles(db, body, { userId, locale }),
        findSimilar(db, userId, body.title),
      ])
      return c.json({ articles, tickets }, 200)
    },
  )

  for (const answer of ['opened', 'solved'] as const)
    routes.openapi(
      endpoint({
        ...{ method: 'post', path: `/api/v1/help/articles/{article_id}/${answer}`, tags },
        ...{ action: 'help:suggest', problems: ['article-not-found'] },
        summary: ANSWERS[answer],
        request: { params: z.object({ article_id: ArticleIdParam }), ...jsonBody(OfferAnswer) },
        responses: { 204: { description: 'It counts' } },
      }),
      async (c) => {
        const offer = {
          articleId: c.req.valid('param').article_id,
          userId: callerOf(c).userId,
          draftId: c.req.valid('json').draft_id,
          locale: c.var.visit.locale,
        }
        await answerOffer(db, offer, answer)
        return c.body(null, 204)
      },
    )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/admin/help/deflection', action: 'help:edit', tags },
      summary: 'Which articles save tickets: shown, opened, solved, and filed anyway',
      description: 'Each draft counts once. Days are those of the business.',
      request: {
        query: z.object({
          from: Day.default(EVER).openapi({ description: 'When they were shown' }),
          to: Day.default(NEVER).openapi({ description: 'Meant to its end' }),
          format: z.enum(['json', 'csv']).default('json'),
        }),
      },
      responses: {
        200: {
          description: 'Those that saved the most tickets first',
          content: { 'application/json': { schema: Deflection }, 'text/csv': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const { from, to, format } = c.req.valid('query')
      const period = { since: startOf(from, timeZone), before: endOf(to, timeZone) }
      const deflection = await readDeflection(db, period, c.var.visit.locale)
      return format === 'json'
        ? c.json(deflection, 200)
        : answerCsv(c, 'deflection', deflectionCsv(deflection))
    },
  )

  return routes
}
