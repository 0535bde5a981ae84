import { z } from '@hono/zod-openapi'
import { sql } from 'drizzle-orm'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import type { Metrics } from '#src/http/metrics.ts'
import type { Ports } from '#src/ports.ts'

export type Readiness = { status: 'ready' | 'not-ready' | 'stopping'; checks: { database: 'up' | 'down' } }

const CHECK_TIMEOUT_MS = 2_000

/** Asks each time, so that the answer is about now. */
export async function checkReadiness(
  { db }: Pick<Ports, 'db'>,
  isStopping: boolean,
  longestMs = CHECK_TIMEOUT_MS,
): Promise<Readiness> {
  const answered = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  )
  const isUp = await Promise.race([answered, afterTimeout(longestMs, false)])
  const status = isStopping ? 'stopping' : isUp ? 'ready' : 'not-ready'
  return { status, checks: { database: isUp ? 'up' : 'down' } }
}

const afterTimeout = <T>(timeoutMs: number, value: T) =>
  new Promise<T>((resolve) => {
    setTimeout(resolve, timeoutMs, value).unref()
  })

type Needed = { readiness: () => Promise<Readiness>; metrics: Metrics }

export function healthRoutes({ readiness, metrics }: Needed) {
  const routes = newRoutes()

  const ReadinessShape = z
    .object({
      status: z.enum(['ready', 'not-ready', 'stopping']),
      checks: z.object({ database: z.enum(['up', 'down']) }),
    })
    .openapi('Readiness')

  const alive = endpoint({
    method: 'get',
    path: '/healthz',
    action: 'public:read',
    tags: ['operations'],
    summary: 'Is the process alive',
    responses: {
      200: {
        description: 'It is',
        content: { 'application/json': { schema: z.object({ status: z.literal('alive') }) } },
      },
    },
  })
  routes.openapi(alive, (c) => c.json({ status: 'alive' as const }, 200))

  const ready = endpoint({
    method: 'get',
    path: '/readyz',
    action: 'public:read',
    tags: ['operations'],
    summary: 'Can it do its work',
    responses: {
      200: { description: 'Yes', content: { 'application/json': { schema: ReadinessShape } } },
      503: { description: 'Not now', content: { 'application/json': { schema: ReadinessShape } } },
    },
  })
  routes.openapi(ready, async (c) => {
    const state = await readiness()
    return c.json(state, state.status === 'ready' ? 200 : 503)
  })

  const numbers = endpoint({
    method: 'get',
    path: '/metrics',
    action: 'public:read',
    tags: ['operations'],
    summary: 'Numbers for Prometheus',
    responses: { 200: { description: 'Text', content: { 'text/plain': { schema: z.string() } } } },
  })
  routes.openapi(numbers, async (c) =>
    c.text(await metrics.print(), 200, { 'Content-Type': metrics.contentType }),
  )

  return routes
}
