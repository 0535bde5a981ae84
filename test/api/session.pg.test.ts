import bcrypt from 'bcryptjs'
import { describe, expect, test } from 'vitest'
import { type Answer, Client } from '#test/client.ts'
import { whileHeld } from '#test/held-row.ts'
import { createWorld, type World } from '#test/world.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** A copy of somebody's cookies, as a second tab or a thief has them. */
function copyOf(world: World, client: Client): Client {
  const copy = new Client(world.url)
  for (const [name, value] of client.cookies) copy.cookies.set(name, value)
  return copy
}

describe('signing in', () => {
  test('Q1 A-22: the body carries tokens and when they run out', async () => {
    await using world = await createWorld()
    const answer = await world
      .visitor()
      .post('/api/v1/session', { matricula: '1001', password: 'ponte-demo' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      token: {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 900,
      },
      user: { matricula: '1001' },
    })
  })

  test('Q1: AUTH_TOKENS_IN_BODY=none keeps both out of the body, for clients that are browsers', async () => {
    await using world = await createWorld({ AUTH_TOKENS_IN_BODY: 'none' })
    const client = world.visitor()
    const { body } = await client.post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
    expect(body).toMatchObject({ token: { access_token: null, refresh_token: null, token_type: 'bearer' } })
    expect((await client.get('/auth/me')).status).toBe(200)
  })

  test('Q1: AUTH_TOKENS_IN_BODY=access keeps the refresh token out of every body', async () => {
    await using world = await createWorld({ AUTH_TOKENS_IN_BODY: 'access' })
    const maria = world.visitor()
    const credentials = { matricula: '1001', password: 'ponte-demo' }
    const answers = [
      await maria.post('/auth/login', credentials),
      await maria.post('/api/v1/session', credentials),
      await maria.post('/api/v1/session/refresh'),
    ]
    for (const { text } of answers) {
      expect(text).toContain('"access_token":"eyJ')
      expect(text).toContain('"refresh_token":null')
    }
  })

  test('cookies for another site are SameSite=None and Secure, and its pages may send them', async () => {
    await using world = await createWorld({
      PUBLIC_URL: 'https://ponte.example.com',
      WEB_ORIGINS: 'https://portal.elsewhere.com,https://ponte.example.com',
    })
    const client = new Client(world.url, 'https://portal.elsewhere.com')
    const answer = await client.post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://portal.elsewhere.com')
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    for (const line of answer.headers.getSetCookie()) expect(line).toMatch(/; Secure; SameSite=None$/)
    expect((await client.post('/auth/users/me/phone', { phone: '11 98765-4321' })).status).toBe(200)
  })

  test('A-11: several devices may sign in at once by an old hash, and a hash we cannot read is a wrong password', async () => {
    await using world = await createWorld()
    const hash = await bcrypt.hash('senha-antiga', 10)
    await world.sql`update users set hashed_password = ${hash} where matricula = '2002'`
    await Promise.all([1, 2, 3].map(() => world.signIn('2002', 'senha-antiga')))
    for (const broken of ['$2x$10$abc', '$2b$99$abc', 'md5:x', '']) {
      await world.sql`update users set hashed_password = ${broken} where matricula = '1002'`
      await world.sql`delete from attempts`
      expect((await world.visitor().post('/auth/login', { matricula: '1002', password: 'x' })).status).toBe(
        401,
      )
    }
  })

  test('a password that is replaced while its owner signs in with it opens no session', async () => {
    await using world = await createWorld()
    const hash = await bcrypt.hash('nova-senha', 4)
    let login: Promise<Answer> | undefined
    await whileHeld(world, 1, async ({ tx, waitedForBy }) => {
      login = world.visitor().post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
      await waitedForBy(1)
      await tx`update users set hashed_password = ${hash} where id = 1`
    })
    expect((await login)?.body).toMatchObject({ status: 401, code: 'wrong-credentials' })
    expect(await world.sql`select from sessions`).toHaveLength(0)
  })

  test('a person who is deactivated while they sign in opens no session', async () => {
    await using world = await createWorld()
    let login: Promise<Answer> | undefined
    await whileHeld(world, 1, async ({ tx, waitedForBy }) => {
      login = world.visitor().post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
      await waitedForBy(1)
      await tx`update users set is_active = false where id = 1`
    })
    expect((await login)?.status).toBe(401)
    expect(await world.sql`select from sessions`).toHaveLength(0)
  })

  test('refusals leave in steps of half a second, whoever was asked for', async () => {
    await using world = await createWorld()
    await world.sql`update users set hashed_password = ${await bcrypt.hash('x', 10)} where matricula = '1002'`
    await world.sql`delete from attempts`
    for (const matricula of ['1001', '1002', '99999']) {
      const requestId = `refusal-${matricula}`
      await world
        .visitor()
        .post('/auth/login', { matricula, password: 'wrong' }, { 'x-request-id': requestId })
      const line =
        world
          .log()
          .split('\n')
          .find((text) => text.includes(requestId)) ?? ''
      expect((JSON.parse(line) as { durationMs: number }).durationMs).toBeGreaterThanOrEqual(499)
    }
  })
})

describe('renewing', () => {
  test('Q2: an expired access token is renewed by cookie, for 7 more days each time', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    world.clock.forward(15 * MINUTE_MS)
    expect((await maria.get('/api/v1/session')).body).toMatchObject({ status: 401, code: 'token-expired' })
    const renewed = await maria.post('/api/v1/session/refresh')
    expect(renewed.body).toMatchObject({ access_token: expect.any(String), expires_in: 900 })
    expect((await maria.get('/api/v1/session')).status).toBe(200)
    world.clock.forward(6 * DAY_MS)
    expect((await maria.post('/api/v1/session/refresh')).status).toBe(200)
    world.clock.forward(7 * DAY_MS)
    expect((await maria.post('/api/v1/session/refresh')).body).toMatchObject({
      status: 401,
      code: 'session-ended',
    })
  })

  test('clients without cookies renew by the token in the body', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const refresh_token = maria.cookies.get('refresh_token')
    const { body, status } = await world.visitor().post('/api/v1/session/refresh', { refresh_token })
    expect(status).toBe(200)
    const { access_token } = body as { access_token: string }
    expect((await world.visitor().get('/auth/me', { authorization: `Bearer ${access_token}` })).status).toBe(
      200,
    )
  })

  test('parallel tabs that renew with the same token within 10 seconds get the same new one', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const tabs = Array.from({ length: 5 }, () => copyOf(world, maria))
    const answers = await Promise.all(tabs.map((tab) => tab.post('/auth/refresh-token')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(tabs.map((tab) => tab.cookies.get('refresh_token'))).size).toBe(1)
    world.clock.forward(9_000)
    expect((await copyOf(world, maria).post('/auth/refresh-token')).status).toBe(200)
  })

  test('a refresh token that comes back later than that ends the session for both holders, and it is written down', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const thief = copyOf(world, maria)
    expect((await maria.post('/auth/refresh-token')).status).toBe(200)
    world.clock.forward(10_001)
    expect((await thief.post('/auth/refresh-token')).body).toMatchObject({ code: 'session-ended' })
    expect((await maria.get('/auth/me')).body).toMatchObject({ code: 'session-ended' })
    expect((await maria.post('/auth/refresh-token')).body).toMatchObject({ code: 'session-ended' })
    const rows =
      await world.sql`select action, after->>'reason' as reason from audit_log where action = 'session-ended'`
    expect(rows).toMatchObject([{ reason: 'token-reused' }])
    await Promise.all([1, 2, 3].map(() => copyOf(world, thief).post('/auth/refresh-token')))
    expect(await world.sql`select 1 from audit_log where action = 'session-ended'`).toHaveLength(1)
  })

  test('tokens that we did not make renew nothing and end nothing', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const good = maria.cookies.get('refresh_token') ?? ''
    for (const forged of ['x', good.replace(/\.1\./, '.9.'), `${good}x`, good.toUpperCase()]) {
      const thief = world.visitor()
      thief.cookies.set('refresh_token', forged)
      expect((await thief.post('/auth/refresh-token')).body, forged).toMatchObject({
        code: 'refresh-token-not-valid',
      })
    }
    expect((await maria.get('/auth/me')).status).toBe(200)
  })
})

describe('signing out', () => {
  test('DELETE /api/v1/session signs out', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const copy = copyOf(world, maria)
    expect((await maria.delete('/api/v1/session')).status).toBe(204)
    expect((await copy.get('/auth/me')).status).toBe(401)
    expect((await copy.post('/auth/refresh-token')).status).toBe(401)
  })

  test('works with an access token that has run out: the refresh token beside it is dead too', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    world.clock.forward(15 * MINUTE_MS)
    const authorization = `Bearer ${maria.cookies.get('access_token')}`
    expect((await world.visitor().get('/auth/me', { authorization })).body).toMatchObject({
      code: 'token-expired',
    })
    expect((await world.visitor().delete('/api/v1/session', { authorization })).status).toBe(204)
    expect((await maria.post('/auth/refresh-token')).body).toMatchObject({ code: 'session-ended' })
  })

  test('works with the refresh token alone: the access token that somebody else still holds is dead too', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const copy = copyOf(world, maria)
    maria.cookies.delete('access_token')
    expect((await maria.delete('/api/v1/session')).status).toBe(204)
    expect((await copy.get('/auth/me')).body).toMatchObject({ code: 'session-ended' })
  })
})

describe('the list of devices', () => {
  test('shows where one is signed in, and ends one or all others', async () => {
    await using world = await createWorld()
    const [phone, laptop, old] = [
      await world.signIn('1001'),
      await world.signIn('1001'),
      await world.signIn('1001'),
    ]
    const { body } = await laptop.get('/api/v1/sessions', { 'user-agent': 'laptop' })
    const { items } = body as { items: { id: string; is_current: boolean }[] }
    expect(items).toHaveLength(3)
    expect(items.filter(({ is_current }) => is_current)).toHaveLength(1)
    const oldId = ((await old.get('/api/v1/session')).body as { session_id: string }).session_id
    expect((await laptop.delete(`/api/v1/sessions/${oldId}`)).status).toBe(204)
    expect((await old.get('/auth/me')).status).toBe(401)
    expect((await laptop.delete(`/api/v1/sessions/${oldId}`)).body).toMatchObject({
      code: 'session-not-found',
    })
    expect((await laptop.delete('/api/v1/sessions')).status).toBe(204)
    expect((await phone.get('/auth/me')).status).toBe(401)
    expect((await laptop.get('/auth/me')).status).toBe(200)
  })

  test('nobody ends the session of somebody else', async () => {
    await using world = await createWorld()
    const [maria, pedro] = [await world.signIn('1001'), await world.signIn('1002')]
    const { session_id } = (await maria.get('/api/v1/session')).body as { session_id: string }
    expect((await pedro.delete(`/api/v1/sessions/${session_id}`)).status).toBe(404)
    expect((await maria.get('/auth/me')).status).toBe(200)
  })
})

test('a gateway with another JWT_SECRET takes no token of ours, and its tokens open nothing here', async () => {
  await using ours = await createWorld()
  await using theirs = await createWorld({ JWT_SECRET: 'the-secret-of-somebody-else-0123456789' })
  const maria = await ours.signIn('1001')
  const token = `Bearer ${maria.cookies.get('access_token')}`
  expect((await theirs.visitor().get('/auth/me', { authorization: token })).body).toMatchObject({
    code: 'token-not-valid',
  })
})
