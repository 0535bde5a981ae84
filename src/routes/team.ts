import { z } from '@hono/zod-openapi'
import { listTeam, TeamMember } from '#src/accounts/list-team.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'

export function teamRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/team',
      action: 'team:read',
      tags: ['users'],
      summary: 'Who tickets can be assigned to',
      responses: {
        200: json(z.object({ items: z.array(TeamMember) }), 'Everybody of the team, by their names'),
      },
    }),
    async (c) => c.json({ items: await listTeam(ports) }, 200),
  )

  return routes
}
