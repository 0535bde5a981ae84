import { z } from '@hono/zod-openapi'
import { answerCsv } from '#src/http/answer-csv.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { readReport } from '#src/sla/read-report.ts'
import { Report, ReportQuery } from '#src/sla/report.ts'
import { reportCsv } from '#src/sla/report-csv.ts'

/** How well promises were kept. */
export function slaReportRoutes(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { timeZone }: Pick<Config, 'timeZone'>,
) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/sla/report', action: 'sla:read', tags: ['sla'] },
      summary: 'How many promises were kept, and how long people waited',
      description: 'Of the tickets that were filed in the period. Days are those of the business.',
      request: { query: ReportQuery },
      responses: {
        200: {
          description: 'By groups, and of all',
          content: { 'application/json': { schema: Report }, 'text/csv': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const report = await readReport(db, query, { now: clock(), timeZone })
      if (query.format === 'json') return c.json(report, 200)
      return answerCsv(c, `sla-${query.group_by}`, reportCsv(report))
    },
  )

  return routes
}
