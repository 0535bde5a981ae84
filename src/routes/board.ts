import { Board, BoardQuery } from '#src/deals/board.ts'
import { BoardChoices, listChoices } from '#src/deals/list-choices.ts'
import { readBoard } from '#src/deals/read-board.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'

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

  return routes
}
