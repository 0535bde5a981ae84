import { once } from 'node:events'
import * as net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEMS } from '#src/errors.ts'
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

describe('problems', () => {
  test('D-20: one object that RFC 9457 clients, FastAPI clients and the others all read', async () => {
    const answer = await world
      .visitor()
      .get('/api/v1/users', { 'accept-language': 'en', 'x-request-id': 'request-0001' })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const text = 'Sign in with your employee number and password to go on.'
    expect(answer.body).toEqual({
      type: '/problems/not-signed-in',
      title: 'Sign-in needed',
      status: 401,
      detail: text,
      code: 'not-signed-in',
      success: false,
      message: text,
      error: 'Sign-in needed',
      errors: [],
      request_id: 'request-0001',
    })
  })

  test('D-20: in the language of the reader, pt-BR first', async () => {
    const titleIn = async (language?: string) =>
      (
        (await world.visitor().get('/auth/me', language ? { 'accept-language': language } : {})).body as {
          title: string
        }
      ).title
    expect(await titleIn()).toBe('É preciso entrar')
    expect(await titleIn('es-AR')).toBe('Hay que entrar')
    expect(await titleIn('ru')).toBe('Нужно войти')
    expect(await titleIn('de, fr')).toBe('É preciso entrar')
  })

  test('every code has its page, linked from its type, in the language of the reader', async () => {
    for (const [code, status] of Object.entries(PROBLEMS)) {
      const page = await world.visitor().get(`/problems/${code}`, { 'accept-language': 'en' })
      expect(page.status, code).toBe(200)
      expect(page.headers.get('content-type')).toMatch(/^text\/html/)
      expect(page.text).toContain(`Status ${status}.`)
      expect(page.text).toContain('What to do')
    }
    expect((await world.visitor().get('/problems/no-such-code')).status).toBe(404)
    expect((await world.visitor().get('/problems/../../package.json')).status).toBe(404)
    expect((await world.visitor().get('/problems/..%2f..%2fREADME')).status).toBe(404)
  })
})

describe('bad input', () => {
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
    for (const body of ['null', '[]', '"text"', '1', 'true'])
      expect((await login(body)).status, body).toBe(422)
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
    for (const name of ['Authorization', 'Origin', 'Content-Type', 'X-Request-Id']) {
      const twice = `${name}: application/json\r\n${name}: text/plain\r\n`
      const answer = await raw(
        `GET /auth/me HTTP/1.1\r\nHost: localhost\r\n${twice}Connection: close\r\n\r\n`,
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
})

describe('the request id', () => {
  test('goes in, out, into the answer and into the log', async () => {
    const answer = await world.visitor().get('/auth/me', { 'x-request-id': 'my.request-id_1' })
    expect(answer.headers.get('x-request-id')).toBe('my.request-id_1')
    expect(answer.body).toMatchObject({ request_id: 'my.request-id_1' })
    const line =
      world
        .log()
        .split('\n')
        .find((text) => text.includes('my.request-id_1')) ?? ''
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      path: '/auth/me',
      status: 401,
      requestId: 'my.request-id_1',
    })
  })

  test('is made where none came, or one that does not belong into a log', async () => {
    for (const given of [undefined, 'short', 'x'.repeat(65), 'with space', '<script>alert(1)</script>']) {
      const answer = await world.visitor().get('/auth/me', given ? { 'x-request-id': given } : {})
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

describe('headers for browsers', () => {
  test('every answer forbids framing, sniffing and foreign content', async () => {
    for (const path of [
      '/',
      '/entrar',
      '/auth/me',
      '/nothing',
      '/docs',
      '/problems/forbidden',
      '/openapi.json',
      '/readyz',
    ]) {
      const { headers } = await world.visitor().get(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("default-src 'none'")
      expect(policy, path).toContain("frame-ancestors 'none'")
      expect(policy.match(/script-src[^;]*/)?.[0] ?? '', path).not.toContain('unsafe')
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('referrer-policy'), path).toBe('no-referrer')
      expect(headers.get('strict-transport-security'), path).toBeNull()
    }
  })

  test('in production browsers are told to come by https alone', async () => {
    await using live = await createWorld({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://ponte.example.com',
      CRM_URL: 'https://company.bitrix24.com.br/rest/1/crm-secret-of-tests/',
      CRM_EVENT_TOKEN: 'event-token-of-tests',
      S3_ENDPOINT: 'https://files.example.com',
      S3_ACCESS_KEY: 'access-key-of-tests',
      S3_SECRET_KEY: 'secret-key-of-tests',
      SMTP_URL: 'smtp://mailer:mail-password-of-tests@127.0.0.1:9',
      MAIL_FROM: 'central@example.com',
      SIGNUP_MODE: 'closed',
    })
    const { headers } = await live.visitor().get('/readyz')
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  })
})

describe('CORS and CSRF', () => {
  const preflight = (origin: string) =>
    fetch(`${world.url}/auth/login`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })

  test('A-06: pages of ours may call, with cookies; others may not, however alike they look', async () => {
    const ours = await preflight(world.url)
    expect(ours.headers.get('access-control-allow-origin')).toBe(world.url)
    expect(ours.headers.get('access-control-allow-credentials')).toBe('true')
    for (const origin of [
      'https://evil.example',
      `${world.url}.evil.example`,
      world.url.replace('http', 'https'),
      'null',
      `${world.url}/`,
    ]) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin'), origin).toBeNull()
    }
  })

  test('A-17: a change asked for with cookies needs an origin of ours and a body no form can send', async () => {
    const maria = await world.signIn('1001')
    const cookie = [...maria.cookies].map((pair) => pair.join('=')).join('; ')
    const send = async (headers: Record<string, string>, body?: string) => {
      const response = await fetch(`${world.url}/auth/users/me/phone`, {
        method: 'POST',
        headers: { cookie, ...headers },
        ...(body !== undefined && { body }),
      })
      return ((await response.json()) as { code?: string }).code ?? response.status
    }
    const json = { 'content-type': 'application/json' }
    const body = '{"phone":"11 98765-4321"}'
    const origin = world.url
    expect(await send({ origin, ...json }, body)).toBe(200)
    expect(await send({ ...json }, body)).toBe('origin-not-allowed')
    expect(await send({ origin: 'https://evil.example', ...json }, body)).toBe('origin-not-allowed')
    expect(await send({ origin: 'null', ...json }, body)).toBe('origin-not-allowed')
    expect(await send({ origin, 'content-type': 'text/plain' }, body)).toBe('origin-not-allowed')
    expect(await send({ origin, 'content-type': 'application/x-www-form-urlencoded' }, 'a=b')).toBe(
      'origin-not-allowed',
    )
    const form = { origin, 'content-type': 'multipart/form-data; boundary=x' }
    expect(await send(form, '--x--')).toBe('origin-not-allowed')
    expect(await send({ ...form, 'sec-fetch-site': 'cross-site' }, '--x--')).toBe('origin-not-allowed')
    expect(await send({ ...form, 'sec-fetch-site': 'same-origin' }, '--x--')).toBe(
      'content-type-not-supported',
    )
    expect(await send({ ...form, 'x-requested-with': 'ponte' }, '--x--')).toBe('content-type-not-supported')
  })

  test('A-17: Bearer callers need none of that; a bad Bearer is not rescued by a good cookie', async () => {
    const maria = await world.signIn('1001')
    const send = (headers: Record<string, string>) =>
      fetch(`${world.url}/auth/users/me/phone`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"phone":"11 98765-4321"}',
      })
    const authorization = `Bearer ${maria.cookies.get('access_token')}`
    expect((await send({ authorization })).status).toBe(200)
    expect((await send({ authorization, origin: 'https://app.example' })).status).toBe(200)
    const cookie = `access_token=${maria.cookies.get('access_token')}`
    expect((await send({ authorization: 'Bearer x', cookie, origin: world.url })).status).toBe(401)
  })

  test('A-17: what the browser may add by itself, as Basic for a proxy, does not stand for Bearer', async () => {
    const maria = await world.signIn('1001')
    const headers = { origin: 'https://evil.example', authorization: 'Basic eDp5' }
    for (const path of ['/auth/logout', '/auth/refresh-token', '/api/v1/session/refresh']) {
      expect((await maria.post(path, undefined, headers)).status, path).toBe(403)
    }
    const bearer = { origin: 'https://evil.example', authorization: 'Bearer of-somebody' }
    expect((await maria.post('/auth/refresh-token', undefined, bearer)).body).toMatchObject({
      code: 'refresh-token-missing',
    })
    const own = { authorization: `Bearer ${maria.cookies.get('access_token')}` }
    expect((await maria.post('/auth/logout', undefined, bearer)).status).toBe(200)
    expect((await world.visitor().get('/auth/me', own)).status, 'the session goes on').toBe(200)
  })

  test('nobody is signed in, or out, by a page of somebody else', async () => {
    const credentials = JSON.stringify({ matricula: '1001', password: 'ponte-demo' })
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' }
    const login = await fetch(`${world.url}/auth/login`, { method: 'POST', headers, body: credentials })
    expect(login.status).toBe(403)
    const maria = await world.signIn('1001')
    const logout = await maria.post('/auth/logout', undefined, { origin: 'https://evil.example' })
    expect(logout.status).toBe(403)
    expect((await maria.get('/auth/me')).status).toBe(200)
  })
})

describe('the web app', () => {
  test('its page is never kept, its parts are kept for ever and come compressed', async () => {
    const page = await world.visitor().get('/entrar')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
    const script = /\/assets\/index-[\w-]+\.js/.exec(page.text)?.[0] ?? ''
    const response = await fetch(world.url + script, { headers: { 'accept-encoding': 'br' } })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(await response.text()).toContain('ponte')
    expect(
      (await fetch(world.url + script, { headers: { 'accept-encoding': 'identity' } })).headers.get(
        'content-encoding',
      ),
    ).toBeNull()
  })

  test('an address that leads nowhere is a 404 for browsers too, with the page of the app', async () => {
    const lost = await world.visitor().get('/quadro-que-nao-existe', { accept: 'text/html' })
    expect(lost.status).toBe(404)
    expect(lost.text).toContain('<div id="root">')
    const api = await world.visitor().get('/api/v1/nothing', { accept: 'text/html' })
    expect(api.body).toMatchObject({ code: 'not-found' })
    expect((await world.visitor().get('/assets/../../package.json')).text).not.toContain('"dependencies"')
  })
})

describe('GET /healthz, /readyz, /metrics', () => {
  test('O-10: alive, ready, and numbers by declared path', async () => {
    expect((await world.visitor().get('/healthz')).body).toEqual({ status: 'alive' })
    expect((await world.visitor().get('/readyz')).body).toEqual({
      status: 'ready',
      checks: { database: 'up' },
    })
    const rita = await world.signIn('9001')
    await rita.get('/auth/users/1')
    const { text } = await world.visitor().get('/metrics')
    expect(text).toMatch(
      /ponte_http_requests_total\{method="GET",path="\/auth\/users\/\{user_id\}",status="200"\} \d+/,
    )
    expect(text).toContain('ponte_ready 1')
    expect(text).toContain('ponte_process_resident_memory_bytes')
  })
})
