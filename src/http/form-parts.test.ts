import { once } from 'node:events'
import * as http from 'node:http'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DomainError } from '#src/errors.ts'
import { createLog } from '#src/log.ts'
import { deadline } from './deadline.ts'
import type { Edge } from './edge.ts'
import { filePartsOf } from './form-parts.ts'
import { createHttpServer } from './node-server.ts'

const END = '\r\n--b--\r\n'
const HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
const headers = { 'content-type': 'multipart/form-data; boundary=b' }
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
let port = 0
let ended = Promise.resolve()

const app = new Hono<Edge>()
app.use(deadline(200))
app.onError((error, c) => c.text((error as DomainError).code))
app.post('/:mode', async (c) => {
  ended = once(c.env.incoming, 'end').then(() => undefined)
  let bytes = 0
  for await (const part of filePartsOf(c)) {
    if (c.req.param('mode') === 'refuse') throw new Error('no')
    for await (const chunk of part.bytes) bytes += chunk.byteLength
  }
  return c.text(String(bytes))
})
const server = createHttpServer(app, createLog({ level: 'silent' }))
beforeAll(async () => {
  port = await server.listen(0, '127.0.0.1')
})
afterAll(async () => {
  agent.destroy()
  await server.close()
})

async function post(mode: string, body: string) {
  const request = http.request({ port, path: `/${mode}`, method: 'POST', headers, agent })
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  return { said: await text(response), isReused: request.reusedSocket }
}

test('after a form the connection serves on, whether its files were read or refused, and whatever follows its end', async () => {
  expect(await post('read', `${HEAD}12345${END}`)).toEqual({ said: '5', isReused: false })
  await ended
  expect(await post('read', `${HEAD}1${END}${'after the end'.repeat(1_000)}`)).toEqual({
    said: '1',
    isReused: true,
  })
  await ended
  expect(await post('refuse', `${HEAD}${'1'.repeat(500_000)}${END}`)).toMatchObject({ isReused: true })
  await ended
  expect(await post('read', `${HEAD}12${END}`)).toEqual({ said: '2', isReused: true })
})

test('a form that comes slowly is waited for beyond the deadline of other requests', async () => {
  const request = http.request({ port, path: '/read', method: 'POST', headers, agent })
  request.write(HEAD)
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
  for (let piece = 0; piece < 5; piece++) {
    await new Promise<void>((resolve) => setTimeout(resolve, 80))
    request.write('1')
  }
  request.end(END)
  const [response] = await answered
  expect(await text(response)).toBe('5')
})
