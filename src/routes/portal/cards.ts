import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { UserIdParam } from '#src/accounts/user.ts'
import { Card } from '#src/deals/card.ts'
import {
  type CardList,
  listBoard,
  listCardsInHandsOf,
  listCardsOf,
  listOpenCardsOf,
} from '#src/deals/list-cards.ts'
import { openCard } from '#src/deals/open-card.ts'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { DealId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import { cursorOf, pageQueryBy } from '#src/routes/pages.ts'
import { Position } from '#src/tickets/ticket-order.ts'

const tags = ['portal']
const params = z.object({ user_id: UserIdParam })
const query = z.object({ cursor: pageQueryBy(Position).cursor })
const DealIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as DealId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 7405 })

const LISTS = {
  '/tickets/{user_id}': { list: listCardsOf, summary: 'All tickets that a person filed' },
  '/tickets-opens/{user_id}': { list: listOpenCardsOf, summary: 'Those of them that are not closed' },
  '/tickets-responsible/{user_id}': {
    list: listCardsInHandsOf,
    summary: 'The tickets that a person works on',
  },
} as const

/** The lists of the existing portal, to the letter: plain arrays. What does not fit in one is where its Link leads. */
export function portalCardRoutes(ports: Ports, { tickets, server }: Config) {
  const routes = newRoutes()
  /** The portal's pages are not ours: what they show needs whole addresses. */
  const portsFor = (c: Context<Edge>) => ({
    ...ports,
    reader: { origin: server.publicUrl, locale: c.var.visit.locale },
  })
  const limit = tickets.portalListMax
  const responses = {
    200: json(
      z.array(Card),
      'The newest first. X-Total-Count says how many there are, up to 10,000; Link leads to those that are left',
    ),
  }
  const problems = ['user-not-found'] as const

  for (const [path, { list, summary }] of Object.entries(LISTS) as [
    keyof typeof LISTS,
    (typeof LISTS)[keyof typeof LISTS],
  ][])
    routes.openapi(
      endpoint({
        method: 'get',
        path,
        action: 'tickets:list',
        problems,
        tags,
        summary,
        request: { params, query },
        responses,
      }),
      async (c) => {
        const place = { limit, cursor: c.req.valid('query').cursor }
        return answer(c, await list(portsFor(c), callerOf(c), c.req.valid('param').user_id, place))
      },
    )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/kanban/cards',
      action: 'tickets:list',
      tags,
      summary: 'All tickets for the board; for those who are not of the team, their own',
      request: { query },
      responses,
    }),
    async (c) =>
      answer(c, await listBoard(portsFor(c), callerOf(c), { limit, cursor: c.req.valid('query').cursor })),
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/deal/{deal_id}/{user_id}',
      action: 'ticket:read',
      problems: ['ticket-not-found', 'user-not-found'],
      tags,
      summary: 'One ticket; marks it as read for whoever filed it or works on it',
      request: { params: params.extend({ deal_id: DealIdParam }) },
      responses: { 200: json(z.array(Card), 'An array of one') },
    }),
    async (c) => {
      const { deal_id, user_id } = c.req.valid('param')
      const isShown = c.req.method !== 'HEAD'
      return c.json(await openCard(portsFor(c), callerOf(c), deal_id, user_id, { isShown }), 200)
    },
  )

  return routes
}

function answer(c: Context<Edge>, { cards, total, nextCursor }: CardList) {
  if (total !== undefined) c.header('X-Total-Count', String(total))
  if (nextCursor) c.header('Link', `<${c.req.path}?cursor=${cursorOf(nextCursor)}>; rel="next"`)
  return c.json(cards, 200)
}
