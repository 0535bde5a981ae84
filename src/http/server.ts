import type { Hono } from 'hono'
import { cors } from 'hono/cors'
import { TrieRouter } from 'hono/router/trie-router'
import { DomainError } from '#src/errors.ts'
import { bodyRoom } from './body-room.ts'
import { deadline } from './deadline.ts'
import { type Edge, edge, newRoutes } from './edge.ts'
import { answerProblem } from './problem.ts'
import { checkOrigin } from './request-origin.ts'
import { refuseAmbiguous } from './strict-request.ts'
import { answerWebFile, type Web } from './web.ts'

/** Where a test wants others than people get. */
export type Limits = { longestRequestMs?: number; mostHeldBytes?: number }
type Needed = Parameters<typeof edge>[0] & { web: Web } & Limits

/** The order in which a request passes; routes are mounted behind by app.ts. */
export function createApp(needed: Needed) {
  const { webOrigins } = needed.server
  const app = newRoutes()
  const allowOrigins = cors({
    origin: [...webOrigins],
    credentials: true,
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Accept-Language',
      'Idempotency-Key',
      'If-Match',
      'X-Requested-With',
      'X-Request-Id',
    ],
    exposeHeaders: ['ETag', 'Link', 'Location', 'Retry-After', 'X-Request-Id', 'X-Total-Count'],
    maxAge: 600,
  })
  app.use(edge(needed))
  app.use((c, next) => (c.req.header('origin') === undefined ? next() : allowOrigins(c, next)))
  app.use(deadline(needed.longestRequestMs))
  app.use(bodyRoom(needed.mostHeldBytes))
  app.use(refuseAmbiguous)
  app.use(checkOrigin(webOrigins))
  app.onError(answerProblem)
  const methodsFor = methodsOf(app)
  app.notFound((c) => {
    const { method, path } = c.req
    const isRead = method === 'GET' || method === 'HEAD'
    const file = needed.web.find(path)
    if (file && isRead) return answerWebFile(c, file)
    const allowed = file ? ['GET', 'HEAD'] : methodsFor(path)
    if (allowed.length > 0)
      throw new DomainError('method-not-allowed', { method, allowed: allowed.join(', ') })
    const wantsPage =
      isRead && (c.req.header('accept') ?? '').includes('text/html') && !path.startsWith('/api/')
    if (wantsPage && needed.web.notFoundPage) return answerWebFile(c, needed.web.notFoundPage, 404)
    throw new DomainError('not-found')
  })
  return app
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What a path would have taken; empty when nothing is there at all. Routes do not change once we listen. */
function methodsOf(app: Hono<Edge>): (path: string) => string[] {
  let router: TrieRouter<true> | undefined
  return (path) => {
    if (!router) {
      router = new TrieRouter()
      for (const route of app.routes) if (route.method !== 'ALL') router.add(route.method, route.path, true)
    }
    const found = METHODS.filter((method) => router?.match(method, path)[0].length)
    return found.includes('GET') ? [...found, 'HEAD'] : found
  }
}
