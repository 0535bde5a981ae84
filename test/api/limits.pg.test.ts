import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import type { Answer } from '#test/client.ts'
import { CLARA } from '#test/people.ts'
import { createWorld } from '#test/world.ts'

const MINUTE_MS = 60_000

test('failures cost more and more, also when a hundred come at once; a right password starts anew', async () => {
  await using world = await createWorld()
  world.clock.stop()
  const tryOnce = (password: string) => world.visitor().post('/auth/login', { matricula: '1001', password })
  const burst = await Promise.all(Array.from({ length: 30 }, () => tryOnce('wrong')))
  expect(burst.filter(({ status }) => status === 401)).toHaveLength(5)
  const refused = burst.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(25)
  expect(refused[0]?.body).toMatchObject({ code: 'too-many-attempts' })
  expect(refused[0]?.headers.get('retry-after')).toBe('1')
  // Even the right password has to wait, otherwise waiting would tell that it is the right one.
  expect((await tryOnce('ponte-demo')).status).toBe(429)
  const waits: number[] = []
  for (const wait of [1, 2, 4, 8]) {
    world.clock.forward(wait * 1000)
    expect((await tryOnce('wrong')).status).toBe(401)
    waits.push(Number((await tryOnce('wrong')).headers.get('retry-after')))
  }
  expect(waits).toEqual([2, 4, 8, 16])
  world.clock.forward(16_000)
  expect((await tryOnce('ponte-demo')).status).toBe(200)
  for (let i = 0; i < 4; i++) expect((await tryOnce('wrong')).status).toBe(401)
  expect((await tryOnce('ponte-demo')).status).toBe(200)
})

test('the wait never grows beyond a quarter of an hour, and all is forgotten after a quiet hour', async () => {
  await using world = await createWorld()
  await world.sql`insert into attempts values ('sign-in:account:1001', 400, now() - interval '1 minute', now() + interval '1 hour')`
  const tryOnce = () => world.visitor().post('/auth/login', { matricula: '1001', password: 'wrong' })
  expect((await tryOnce()).status).toBe(401)
  expect(Number((await tryOnce()).headers.get('retry-after'))).toBe(900)
  world.clock.forward(61 * MINUTE_MS)
  for (let i = 0; i < 5; i++) expect((await tryOnce()).status).toBe(401)
})

test('many accounts tried from one address are stopped by the address, for half a minute at most', async () => {
  await using world = await createWorld()
  await world.sql`insert into attempts values ('sign-in:address:127.0.0.1', 90, now() - interval '1 minute', now() + interval '1 hour')`
  const tryOnce = (matricula: string) => world.visitor().post('/auth/login', { matricula, password: 'x' })
  expect((await tryOnce('70001')).status).toBe(401)
  const second = await tryOnce('70002')
  expect(second.status).toBe(429)
  expect(Number(second.headers.get('retry-after'))).toBeLessThanOrEqual(30)
})

test('whoever signs in rightly does not make the others behind the same address wait', async () => {
  await using world = await createWorld()
  await world.sql`insert into attempts values ('sign-in:address:127.0.0.1', 90, now() - interval '1 minute', now() + interval '1 hour')`
  await world.signIn('1001')
  await world.signIn('1002')
  await world.signIn('2001')
  const [row] = await world.sql`select count from attempts where key = 'sign-in:address:127.0.0.1'`
  expect(row?.count).toBe(90)
})

test('an address is forgotten some time after its first try, however busy it is', async () => {
  await using world = await createWorld()
  const tryOnce = (i: number) =>
    world.visitor().post('/auth/login', { matricula: String(70_000 + i), password: 'x' })
  await tryOnce(0)
  await world.sql`update attempts set count = 48 where key = 'sign-in:address:127.0.0.1'`
  world.clock.forward(14 * MINUTE_MS)
  expect((await tryOnce(1)).status).toBe(401)
  world.clock.forward(2 * MINUTE_MS)
  await tryOnce(2)
  const [row] = await world.sql`select count from attempts where key = 'sign-in:address:127.0.0.1'`
  expect(row?.count).toBe(1)
})

test('asking for letters, signing up and looking who is there are limited for the address', async () => {
  await using world = await createWorld()
  const visitor = world.visitor()
  const limits: [key: string, free: number, ask: () => Promise<Answer>][] = [
    ['recovery', 20, () => visitor.post('/auth/forgot-password', { matricula: randomUUID() })],
    ['sign-up', 50, () => visitor.post('/auth/users', { ...CLARA, cpf: withCheckDigits('000001001') })],
    ['look', 200, () => visitor.get('/auth/check-availability?field=matricula&value=1001')],
  ]
  for (const [name, free, ask] of limits) {
    await world.sql`insert into attempts values (${`${name}:address:127.0.0.1`}, ${free - 1}, now() - interval '1 minute', now() + interval '1 hour')`
    expect((await ask()).status, name).not.toBe(429)
    expect((await ask()).body, name).toMatchObject({ code: 'too-many-attempts' })
  }
})

test('all addresses of one IPv6 network, which one household holds, share their limits', async () => {
  await using world = await createWorld({ PROXY_HOPS: '1' })
  const network = '2001:db8:1:2::/64'
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6']) {
    const from = (method: 'POST' | 'PUT' | 'GET', path: string, body?: object) =>
      world.visitor().send(method, path, body, { 'x-forwarded-for': address })
    await from('POST', '/api/v1/session', { matricula: '70001', password: 'x' })
    await from('POST', '/api/v1/password-resets', { matricula: '70001' })
    await from('PUT', '/api/v1/password-resets', { token: 'x', new_password: 'nova-senha-1' })
    await from('PUT', '/api/v1/email-confirmations', { token: 'x' })
    await from('POST', '/api/v1/users', { ...CLARA, cpf: withCheckDigits('000001001') })
    await from('GET', `/api/v1/users/availability?field=cpf&value=${CLARA.cpf}`)
  }
  const rows = await world.sql`select key, count from attempts where key like '%:address:%' order by key`
  expect(rows.map(({ key, count }) => [key, count])).toEqual([
    [`link:address:${network}`, 4],
    [`look-cpf:address:${network}`, 2],
    [`look:address:${network}`, 2],
    [`recovery:address:${network}`, 2],
    [`sign-in:address:${network}`, 2],
    [`sign-up:address:${network}`, 2],
  ])
})
