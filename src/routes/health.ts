import { z } from '@hono/zod-openapi'
import { Gauge } from 'prom-client'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint } from '#src/http/endpoint.ts'
import type { Metrics } from '#src/http/metrics.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmProvider, CrmState } from '#src/providers/crm-provider.ts'
import type { FileStore } from '#src/providers/file-store.ts'
import { isSaidToBeAway } from '#src/tickets/crm-absence.ts'

export type Readiness = {
  /** `degraded`: tickets are taken and kept; what needs the CRM, or files, waits until those are back. */
  status: 'ready' | 'degraded' | 'not-ready' | 'stopping'
  checks: { database: 'up' | 'down'; files: 'up' | 'down'; crm: CrmState }
}

const CHECK_TIMEOUT_MS = 2_000

/** Asks each time, so that the answer is about now. */
export async function checkReadiness(
  { db, files, crm }: { db: Ports['db']; files: Pick<FileStore, 'isUp'>; crm: Pick<CrmProvider, 'state'> },
  isStopping: boolean,
  longestMs = CHECK_TIMEOUT_MS,
): Promise<Readiness> {
  const own = crm.state()
  // Whoever makes no calls knows of the CRM what others say, and with that whether Postgres answers.
  const told = isSaidToBeAway(db).then(
    (isAway): CrmState => (own === 'up' && isAway ? 'away' : own),
    () => null,
  )
  const [known, hasFiles] = await Promise.all([
    Promise.race([told, afterTimeout(longestMs, null)]),
    Promise.race([files.isUp(), afterTimeout(longestMs, false)]),
  ])
  const checks = {
    database: known === null ? 'down' : 'up',
    files: hasFiles ? 'up' : 'down',
    crm: known ?? own,
  } as const
  if (isStopping) return { status: 'stopping', checks }
  if (known === null) return { status: 'not-ready', checks }
  return { status: checks.crm === 'up' && hasFiles ? 'ready' : 'degraded', checks }
}

/** Whether to send people here. */
export const isServing = ({ status }: Readiness) => status === 'ready' || status === 'degraded'

const afterTimeout = <T>(timeoutMs: number, value: T) =>
  new Promise<T>((resolve) => {
    setTimeout(resolve, timeoutMs, value).unref()
  })

type Needed = { readiness: () => Promise<Readiness>; metrics: Metrics }

export function healthRoutes({ readiness, metrics }: Needed) {
  const routes = newRoutes()

  const ReadinessShape = z
    .object({
      status: z.enum(['ready', 'degraded', 'not-ready', 'stopping']),
      checks: z.object({
        database: z.enum(['up', 'down']),
        files: z.enum(['up', 'down']),
        crm: z.enum(['up', 'away', 'stopped'] satisfies CrmState[]),
      }),
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
    return c.json(state, isServing(state) ? 200 : 503)
  })

  const numbers = endpoint({
    method: 'get',
    path: '/metrics',
    action: 'public:read',
    tags: ['operations'],
    summary: 'Numbers for Prometheus',
    responses: { 200: { description: 'Text', content: { 'text/plain': { schema: z.string() } } } },
  })
  new Gauge({
    name: 'ponte_ready',
    help: '1 while /readyz says so',
    registers: [metrics.registry],
    async collect() {
      this.set(isServing(await readiness()) ? 1 : 0)
    },
  })
  routes.openapi(numbers, async (c) =>
    c.text(await metrics.print(), 200, { 'Content-Type': metrics.contentType }),
  )

  return routes
}
