import { z } from '@hono/zod-openapi'
import { Assignee, listAssignees } from '#src/accounts/list-assignees.ts'
import { Board, BoardQuery } from '#src/deals/board.ts'
import { BoardChoices, listChoices } from '#src/deals/list-choices.ts'
import { readBoard } from '#src/deals/read-board.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['board']

export function boardRoutes(
  ports: Ports,
  { timeZone, crm: { pipelines } }: Pick<Config, 'timeZone' | 'crm'>,
) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/board',
      action: 'board:read',
      problems: ['user-not-found'],
      tags,
      summary: 'The columns of the board, and how many tickets stand in each',
      description: 'The cards of a column are GET /api/v1/tickets with its stage_id and the same filters.',
      request: { query: BoardQuery },
      responses: { 200: json(Board, 'The stages of the CRM in their order') },
    }),
    async (c) => {
      const board = await readBoard(ports, callerOf(c), c.req.valid('query'), { pipelines, timeZone })
      return c.json(board, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/board/choices', action: 'board:read', tags },
      summary: 'Departments and tags of tickets that are not closed',
      responses: { 200: json(BoardChoices, 'The most frequent first, at most 200 of each') },
    }),
    async (c) => c.json(await listChoices(ports), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/assignees', action: 'board:read', tags },
      summary: 'Find people of the team, by name or e-mail, to give a ticket to',
      request: {
        query: z.object({ q: z.string().trim().min(1).max(64).optional(), ...pageQuery }),
      },
      responses: { 200: json(pageOf(Assignee), 'A page of people, by name') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listAssignees(ports, query.q, place)
      return c.json(page(found.people, { ...found, ...place }), 200)
    },
  )

  return routes
}
