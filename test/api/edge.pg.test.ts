import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEMS } from '#src/errors.ts'
import { whileHeld } from '#test/held-row.ts'
import { untilAway } from '#test/until-away.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
describe('problems', () => {
  test('D-19, D-20: one object that RFC 9457 clients, FastAPI clients and the others all read', async () => {
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

test('a request that waits too long for somebody else is told so', async () => {
  await using busy = await createWorld({}, { longestRequestMs: 300 })
  await whileHeld(busy, 1, async () => {
    const answer = await busy.visitor().post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
    expect(answer.body).toMatchObject({ status: 503, code: 'too-slow' })
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
  const ALWAYS = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'strict-transport-security': null,
  }
  const NOTHING = "default-src 'none'; frame-ancestors 'none'"
  const OURS =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

  test('every answer forbids framing, sniffing and foreign content; pages of ours may use what we serve', async () => {
    const policies = {
      '/auth/me': NOTHING,
      '/nothing': NOTHING,
      '/openapi.json': NOTHING,
      '/readyz': NOTHING,
      // Pictures of people come from where files lie.
      '/': OURS.replace('data: blob:', `data: blob: ${world.sandbox.s3Url}`),
      '/entrar': OURS.replace('data: blob:', `data: blob: ${world.sandbox.s3Url}`),
      '/problems/forbidden': OURS,
      '/docs': expect.stringMatching(
        /^default-src 'none'; script-src 'self'(?! 'unsafe).*frame-ancestors 'none'$/,
      ),
    }
    for (const [path, policy] of Object.entries(policies)) {
      const { headers } = await world.visitor().get(path)
      const found = Object.keys(ALWAYS).map((name) => [name, headers.get(name)])
      expect(Object.fromEntries(found), path).toEqual(ALWAYS)
      expect(headers.get('content-security-policy'), path).toEqual(policy)
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

describe('the web app', () => {
  test('its page is never kept, its parts are kept for ever and come compressed', async () => {
    const page = await world.visitor().get('/entrar')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
    const script = /\/assets\/start-[\w-]+\.js/.exec(page.text)?.[0] ?? ''
    const response = await fetch(world.url + script, { headers: { 'accept-encoding': 'br' } })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(await response.text()).toContain('import(')
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
  test('a worker serves these, and nothing that people or programs ask for', async () => {
    await using worker = await createWorld({ ROLE: 'worker' })
    const login = await worker.visitor().post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
    expect(login.body).toMatchObject({ status: 404, code: 'not-found' })
    expect((await worker.visitor().post('/api/v1/session', {})).status).toBe(404)
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await worker.visitor().get(path)).status, path).toBe(200)
    }
  })

  test('O-10: alive, ready, and numbers by declared path', async () => {
    expect((await world.visitor().get('/healthz')).body).toEqual({ status: 'alive' })
    expect((await world.visitor().get('/readyz')).body).toEqual({
      status: 'ready',
      checks: { database: 'up', files: 'up', crm: 'up' },
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

  test('O-10: a file store that is away makes us degraded and not unready: tickets without files are taken', async () => {
    await using away = await createWorld()
    await fetch(`${away.sandbox.s3Url}/control/faults`, {
      method: 'PUT',
      body: JSON.stringify([{ match: { method: '*' }, effect: 'reset' }]),
    })
    expect(await away.visitor().get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { database: 'up', files: 'down', crm: 'up' } },
    })
  })

  test('O-10: a CRM that is away makes us degraded and not unready, and the numbers tell what became of each call', async () => {
    await using away = await createWorld()
    await away.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
    const { crm } = away.gateway.ports
    await untilAway(crm)
    const ready = await away.visitor().get('/readyz')
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'degraded', checks: { database: 'up', files: 'up', crm: 'away' } },
    ])
    const { text } = await away.visitor().get('/metrics')
    expect(text).toContain('ponte_ready 1')
    expect(text).toContain('ponte_crm_state{state="away"} 1')
    expect(text).toMatch(/ponte_crm_calls_total\{method="user.get",outcome="unknown"\} [1-9]/)
    expect(text).toMatch(/ponte_crm_free_requests [1-9]/)
    expect(text).toMatch(/ponte_crm_request_commands_count [1-9]/)
    expect(text).toContain('ponte_crm_call_wait_seconds_bucket')
    await expect.poll(() => away.log(), { timeout: 60_000 }).toContain('the state of the CRM changed')
    expect(text + away.log(), 'the address of the CRM holds its secret').not.toContain('/rest/1/')
  })
})
