import { z } from '@hono/zod-openapi'
import { Hono, type MiddlewareHandler } from 'hono'
import { expect, test } from 'vitest'
import type { KnownCaller } from '#src/accounts/read-caller.ts'
import { DomainError } from '#src/errors.ts'
import { createLog } from '#src/log.ts'
import { bodyRoom } from './body-room.ts'
import { deadline } from './deadline.ts'
import type { Edge } from './edge.ts'
import { endpoint, jsonBody } from './endpoint.ts'
import { createHttpServer } from './node-server.ts'

test('what comes in a large body is not done for somebody who is signed out by the time it is here', async () => {
  const route = endpoint({
    ...{ method: 'post', path: '/', action: 'tickets:open', mostBytes: 1_000_000 },
    ...{ request: jsonBody(z.object({})), responses: {} },
  })
  let isSignedIn = true
  let done = 0
  const app = new Hono<Edge>()
  app.onError((error, c) => c.text((error as DomainError).code))
  app.use(deadline(), bodyRoom(), async (c, next) => {
    c.set('readCaller', async () => {
      if (!isSignedIn) throw new DomainError('session-ended')
      // While the body comes.
      isSignedIn = false
      return { role: 'requester', exceptions: [] } as unknown as KnownCaller
    })
    await next()
  })
  const { middleware } = route as unknown as { middleware: MiddlewareHandler<Edge>[] }
  for (const one of middleware) app.use(one)
  app.post('/', (c) => {
    done += 1
    return c.text('done')
  })
  const server = createHttpServer(app, createLog({ level: 'silent' }))
  const port = await server.listen(0, '127.0.0.1')
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: '{}' })
  expect([await answer.text(), done]).toEqual(['session-ended', 0])
  await server.close()
})
