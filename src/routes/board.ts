import { Board, BoardQuery } from '#src/deals/board.ts'
import { readBoard } from '#src/deals/read-board.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'

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
      tags: ['board'],
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

  return routes
}
