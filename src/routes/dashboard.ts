import { z } from '@hono/zod-openapi'
import { Dashboard, DashboardNow, DashboardQuery } from '#src/deals/dashboard.ts'
import { dashboardCsv } from '#src/deals/dashboard-csv.ts'
import { readDashboard, readNow } from '#src/deals/read-dashboard.ts'
import { answerCsv } from '#src/http/answer-csv.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { CountedFilter } from '#src/tickets/ticket-filter.ts'

const tags = ['dashboard']

/** Numbers for the team. Those of the moment are asked for alone, as often as something happens. */
export function dashboardRoutes(ports: Pick<Ports, 'db' | 'clock'>, { timeZone }: Pick<Config, 'timeZone'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/dashboard', action: 'dashboard:read', tags },
      summary: 'How it stands, and how it went in a period',
      description: 'Days are those of the business. Promises are counted as in /api/v1/sla/report.',
      request: { query: DashboardQuery },
      responses: {
        200: {
          description: 'By days, and of all',
          content: { 'application/json': { schema: Dashboard }, 'text/csv': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const dashboard = await readDashboard(ports, callerOf(c), query, timeZone)
      if (query.format === 'json') return c.json(dashboard, 200)
      return answerCsv(c, `dashboard-${query.from}-${query.to}`, dashboardCsv(dashboard))
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/dashboard/now', action: 'dashboard:read', tags },
      summary: 'How it stands',
      request: { query: CountedFilter },
      responses: { 200: json(DashboardNow, 'At this moment') },
    }),
    async (c) => c.json(await readNow(ports, callerOf(c), c.req.valid('query'), timeZone), 200),
  )

  return routes
}
