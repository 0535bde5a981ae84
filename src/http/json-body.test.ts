import { once } from 'node:events'
import * as http from 'node:http'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { DomainError } from '#src/errors.ts'
import { createLog } from '#src/log.ts'
import type { Edge } from './edge.ts'
import { readJsonBody } from './json-body.ts'
import { createHttpServer } from './node-server.ts'

test('whoever announces a body and does not send it is not waited for', async () => {
  const app = new Hono<Edge>()
  app.onError((error, c) => c.text((error as DomainError).code))
  app.post('/', (c, next) => readJsonBody(c, next, { longestMs: 100 }))
  const server = createHttpServer(app, createLog({ level: 'silent' }))
  const port = await server.listen(0, '127.0.0.1')
  const headers = { 'content-type': 'application/json', 'content-length': 10 }
  const request = http.request({ port, method: 'POST', headers })
  request.write('{"a":')
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  expect(await text(response)).toBe('request-timeout')
  request.destroy()
  await server.close()
})
