import { once } from 'node:events'
import * as net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

/** Bytes as they are, for what an HTTP library would not send; the answer up to the end of the connection. */
async function raw(request: string): Promise<string> {
  const socket = net.connect(Number(new URL(world.url).port), '127.0.0.1')
  socket.end(request)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text
  })
  await once(socket, 'close')
  return answer
}

const login = (body: unknown, headers?: Record<string, string>) =>
  world.visitor().post('/auth/login', body, headers)

test('malformed JSON, cut JSON and bytes that are no UTF-8 are 400', async () => {
  for (const body of ['{', '{"a":1,}', "{'a': 1}", '', 'null null']) {
    expect((await login(body)).body, body).toMatchObject({ status: 400, code: 'malformed-json' })
  }
  const response = await fetch(`${world.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  })
  expect(await response.json()).toMatchObject({ code: 'malformed-json' })
})

test('JSON that is no object is 422', async () => {
  for (const body of ['null', '[]', '"text"', '1', 'true']) expect((await login(body)).status, body).toBe(422)
})

test('another content type, or none, is 415', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ]) {
    expect((await login('{}', { 'content-type': type })).body, type).toMatchObject({ status: 415 })
  }
  const answer = await raw(
    'POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
  )
  expect(answer).toContain('HTTP/1.1 415')
})

test('10 MB are refused with 413, whether their size is announced or not', async () => {
  const big = JSON.stringify({ matricula: 'x'.repeat(10 * 1024 * 1024), password: 'x' })
  expect((await login(big)).body).toMatchObject({ status: 413, code: 'body-too-large' })
  const response = await fetch(`${world.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Blob([big]).stream(),
    duplex: 'half',
  })
  expect(response.status).toBe(413)
})

test('a body that was made to be expensive is refused before it costs anything', async () => {
  const wide = JSON.stringify(Array(30_000).fill(0))
  expect((await login(wide)).status).toBe(422)
  expect((await login(`[${wide},"\\u0000"]`)).status).toBe(422)
  expect((await login(JSON.stringify(Array(60_000).fill(0)))).body).toMatchObject({
    code: 'body-too-large',
  })
})

test('who hangs up or sends a broken body is not taken for a database that is away', async () => {
  const head = 'POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  const before = world.log().length
  await raw(`${head}Content-Length: 100\r\n\r\n{"a"`)
  await raw(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)
  await world.visitor().get('/auth/me')
  expect(world.log().slice(before)).not.toMatch(/database unavailable|"status":5/)
})

test('nesting without end is 422', async () => {
  for (const body of ['['.repeat(5000) + ']'.repeat(5000), `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`]) {
    expect((await login(body)).body).toMatchObject({ status: 422, errors: [{ code: 'too-deep' }] })
  }
})

test('NUL and half surrogate pairs are 422 wherever they stand, before Postgres sees them', async () => {
  for (const bad of ['a\\u0000b', '\\ud800', '\\udc00x', 'x\\ud83d']) {
    const bodies = [
      `{"matricula":"${bad}","password":"x"}`,
      `{"matricula":"1001","password":"${bad}"}`,
      `{"matricula":"1001","password":"x","extra":[{"deep":"${bad}"}]}`,
      `{"matricula":"1001","password":"x","${bad}":1}`,
    ]
    for (const body of bodies) {
      expect((await login(body)).body, body).toMatchObject({
        status: 422,
        errors: [{ code: 'unreadable-text' }],
      })
    }
  }
  for (const path of ['/auth/check-availability?field=email&value=a%00b', '/auth/users/%00', '/a%00b']) {
    expect((await world.visitor().get(path)).body, path).toMatchObject({
      status: 422,
      code: 'invalid-request',
    })
  }
  const whole = await login('{"matricula":"\\ud83d\\ude00","password":"x"}')
  expect(whole.status, 'a whole pair is a character').toBe(401)
})

test('half-encoded paths and queries are no 500', async () => {
  for (const path of [
    '/auth/users/%ED%A0%80',
    '/%',
    '/%zz',
    '/auth/check-availability?field=email&value=%ff',
    '/auth/users/1?%',
    '//',
    '/auth//me',
  ]) {
    expect((await world.visitor().get(path)).status, path).toBeLessThan(500)
  }
})

test('ids that no column can hold are 422', async () => {
  const rita = await world.signIn('9001')
  for (const id of [
    '99999999999999999999',
    '2147483648',
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x1',
    'abc',
    '%20',
    '١',
  ]) {
    const answer = await rita.get(`/auth/users/${id}`)
    expect(answer.body, id).toMatchObject({ status: 422, detail: [{ loc: ['path', 'user_id'] }] })
    expect((await rita.get(`/api/v1/users/${id}`)).body, id).toMatchObject({
      status: 422,
      detail: expect.any(String),
    })
  }
})

test('unknown paths are a 404 problem, wrong methods a 405 with Allow', async () => {
  const missing = await world.visitor().get('/auth/nothing')
  expect(missing.body).toMatchObject({ status: 404, code: 'not-found' })
  const wrong = await world.visitor().get('/auth/login')
  expect(wrong.body).toMatchObject({ status: 405, code: 'method-not-allowed' })
  expect(wrong.headers.get('allow')).toBe('POST')
  expect((await world.visitor().put('/auth/users/1/x', {})).status).toBe(404)
  expect((await world.visitor().patch('/auth/users/1', {})).headers.get('allow')).toBe(
    'GET, PUT, DELETE, HEAD',
  )
  expect((await world.visitor().delete('/readyz')).headers.get('allow')).toBe('GET, HEAD')
  for (const path of ['/healthz', '/', '/icon.svg', '/entrar']) {
    const answer = await world.visitor().post(path, {})
    expect(answer.status, path).toBe(405)
    expect(answer.headers.get('allow'), path).toBe('GET, HEAD')
  }
})

test('a header that must be unique and came twice is 400', async () => {
  const single = [
    'Authorization',
    'Content-Type',
    'Host',
    'Idempotency-Key',
    'If-Match',
    'Origin',
    'Sec-Fetch-Site',
  ]
  for (const name of [...single, 'X-Request-Id', 'X-Requested-With']) {
    const twice = `${name}: one\r\n${name}: two\r\n`
    const answer = await raw(
      `GET /auth/me HTTP/1.1\r\n${name === 'Host' ? '' : 'Host: localhost\r\n'}${twice}Connection: close\r\n\r\n`,
    )
    expect(answer, name).toContain('HTTP/1.1 400')
    expect(answer, name).toContain('"code":"duplicate-header"')
  }
  const length = await raw(
    'POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  )
  expect(length).toContain('HTTP/1.1 400')
  expect(length).toContain('"code":"malformed-request"')
})

test('what is no HTTP still gets a problem, and the connection is closed', async () => {
  const requests = [
    'nonsense\r\n\r\n',
    'GET /readyz HTTP/1.1\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n',
    'GET \\ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'POST /auth/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n',
  ]
  for (const request of requests) {
    const answer = await raw(request)
    expect(answer, request).toMatch(/^HTTP\/1.1 4\d\d/)
    expect(answer, request).toContain('"type":"/problems/')
  }
  const headers = await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Big: ${'x'.repeat(40_000)}\r\n\r\n`)
  expect(headers).toContain('HTTP/1.1 431')
  expect(headers).toContain('"code":"headers-too-large"')
})

test('forged, empty and foreign tokens are 401', async () => {
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  const body = Buffer.from('{"sid":"x","iss":"ponte","aud":"ponte","exp":9999999999}').toString('base64url')
  for (const token of [
    '',
    'x',
    'Bearer',
    'Bearer ',
    'Basic abc',
    `Bearer ${none}.${body}.`,
    `Bearer ${'a'.repeat(9000)}`,
  ]) {
    const answer = await world.visitor().get('/auth/me', { authorization: token })
    expect(answer.status, token).toBe(401)
  }
  const client = world.visitor()
  client.cookies.set('access_token', `${none}.${body}.`)
  expect((await client.get('/auth/me')).body).toMatchObject({ code: 'token-not-valid' })
})
