import { z } from '@hono/zod-openapi'
import { answerCsv } from '#src/http/answer-csv.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { listComments } from '#src/stats/list-comments.ts'
import { readGroups } from '#src/stats/read-groups.ts'
import { readStats } from '#src/stats/read-stats.ts'
import { readTrends } from '#src/stats/read-trends.ts'
import { Stats, StatsComment, StatsGroups, Trends } from '#src/stats/stats.ts'
import { groupsCsv, statsCsv, trendsCsv } from '#src/stats/stats-csv.ts'
import { StatsQuery, TrendsQuery } from '#src/stats/stats-query.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const shared = { method: 'get' as const, action: 'stats:read' as const, tags: ['stats'] }

/** Numbers about what was filed, each as JSON and for spreadsheets. */
export function statsRoutes(ports: Pick<Ports, 'db' | 'clock'>, { timeZone }: Pick<Config, 'timeZone'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...shared,
      path: '/api/v1/stats',
      summary: 'Of the tickets that were filed in a period',
      request: { query: StatsQuery },
      responses: { 200: jsonOrCsv(Stats) },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const stats = await readStats(ports, callerOf(c), query, timeZone)
      return query.format === 'json' ? c.json(stats, 200) : answerCsv(c, 'stats', statsCsv(stats))
    },
  )

  routes.openapi(
    endpoint({
      ...shared,
      path: '/api/v1/stats/trends',
      summary: 'What was filed, solved, closed and rated, by days, weeks or months',
      description: 'Days are those of the business; weeks begin on Mondays.',
      request: { query: TrendsQuery },
      responses: { 200: jsonOrCsv(Trends) },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const trends = await readTrends(ports, callerOf(c), query, timeZone)
      return query.format === 'json' ? c.json(trends, 200) : answerCsv(c, 'trends', trendsCsv(trends))
    },
  )

  for (const [path, by, of] of [
    ['/api/v1/stats/agents', 'agent', 'each of those who work on them'],
    ['/api/v1/stats/categories', 'category', 'each category'],
  ] as const)
    routes.openapi(
      endpoint({
        ...shared,
        path,
        summary: `Of the tickets that were filed in a period: by ${of}`,
        request: { query: StatsQuery },
        responses: { 200: jsonOrCsv(StatsGroups) },
      }),
      async (c) => {
        const query = c.req.valid('query')
        const groups = await readGroups(ports, callerOf(c), query, { by, timeZone })
        return query.format === 'json'
          ? c.json({ groups }, 200)
          : answerCsv(c, path.slice(path.lastIndexOf('/') + 1), groupsCsv(groups))
      },
    )

  routes.openapi(
    endpoint({
      ...shared,
      path: '/api/v1/stats/comments',
      summary: 'What people wrote to their ratings',
      description: 'Of the tickets that were filed in the period, the newest first.',
      request: { query: StatsQuery.safeExtend(pageQuery) },
      responses: { 200: json(pageOf(StatsComment), 'A page of them') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listComments(ports, callerOf(c), query, { ...place, timeZone })
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  return routes
}

const jsonOrCsv = <S extends z.ZodType>(schema: S) => ({
  description: 'The numbers',
  content: { 'application/json': { schema }, 'text/csv': { schema: z.string() } },
})
