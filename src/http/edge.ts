import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Next } from 'hono'
import type { KnownCaller, ReadCaller } from '#src/accounts/read-caller.ts'
import type { Config } from '#src/config.ts'
import { pickLocale } from '#src/locale.ts'
import type { Log } from '#src/log.ts'
import type { Visit } from '#src/visit.ts'
import type { BodyRoom } from './body-room.ts'
import { clientAddress, networkOf } from './client-address.ts'
import type { Deadline } from './deadline.ts'
import { throwInvalid } from './field-problems.ts'
import type { Metrics } from './metrics.ts'
import { securityHeaders } from './security-headers.ts'

/** What every handler finds in its context. */
export type Edge = {
  Bindings: HttpBindings
  Variables: {
    visit: Visit
    log: Log
    readCaller: ReadCaller
    deadline: Deadline
    bodyRoom: BodyRoom
    /** Set by the route's guard; null where anyone may come in. */
    caller: KnownCaller | null
    /** The path as it was declared, for log and metrics: /users/{id} and not /users/7. */
    pattern: string
  }
}

/** Every resource's routes live in one of these; app.ts mounts them. */
export const newRoutes = () => new OpenAPIHono<Edge>({ defaultHook: throwInvalid })

type Needed = { server: Config['server']; log: Log; metrics: Metrics; readCaller: ReadCaller }

/** The outermost layer: names the request, and tells log and metrics how it went. */
export function edge({ server, log, metrics, readCaller }: Needed) {
  const headers = Object.entries(securityHeaders(server))
  return async (c: Context<Edge>, next: Next): Promise<void> => {
    const startedAt = performance.now()
    const { incoming } = c.env
    const requestId = requestIdOf(c.req.header('x-request-id'))
    const address = clientAddress(incoming, server.proxyHops)
    const requestLog = log.child({ requestId })
    c.set('visit', {
      requestId,
      address,
      network: networkOf(address),
      userAgent: c.req.header('user-agent')?.slice(0, 256) ?? null,
      locale: pickLocale(c.req.header('accept-language')),
    })
    c.set('log', requestLog)
    c.set('readCaller', readCaller)
    for (const [name, value] of headers) c.header(name, value)
    c.header('X-Request-Id', requestId)
    c.header('Cache-Control', 'no-store')

    await next()

    const { status } = c.res
    const durationMs = Math.round(performance.now() - startedAt)
    const pattern = c.var.pattern ?? 'unmatched'
    metrics.observeRequest({ method: c.req.method, pattern, status, durationS: durationMs / 1000 })
    const userId = c.var.caller?.userId
    // The path without its query, which may hold what people typed.
    const path = c.req.path.slice(0, 200)
    requestLog.info(
      { method: c.req.method, path, status, durationMs, address, ...(userId && { userId }) },
      'request',
    )
  }
}

/** The caller's own name for the request where it is harmless, so that both sides' logs tell one story. */
const requestIdOf = (given: string | undefined) =>
  given && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID()
