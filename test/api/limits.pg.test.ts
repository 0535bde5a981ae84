import { expect, test } from 'vitest'
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
