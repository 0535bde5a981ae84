import { expect, test } from 'vitest'
import { CLARA } from '#test/people.ts'
import { createWorld, tokenOf } from '#test/world.ts'

test('links in letters open nothing once an admin changed address or password, or deactivated the account', async () => {
  for (const change of [
    { email: 'ana.nova@example.com' },
    { password: 'do-admin-123' },
    { is_active: false },
  ]) {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    await world.visitor().post('/api/v1/password-resets', { matricula: '2002' })
    const token = tokenOf(await world.letterTo('ana.costa@example.com'))
    expect((await rita.patch('/api/v1/users/4', change)).status).toBe(200)
    await rita.patch('/api/v1/users/4', { is_active: true })
    const reset = await world.visitor().put('/api/v1/password-resets', { token, new_password: 'do-ladrao-1' })
    expect(reset.body, JSON.stringify(change)).toMatchObject({ code: 'link-not-valid' })
  }
})

test('a link that confirms one address does not confirm another', async () => {
  await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
  const { body } = await world.visitor().post('/api/v1/users', CLARA)
  const token = tokenOf(await world.letterTo(CLARA.email))
  const rita = await world.signIn('9001')
  await rita.patch(`/api/v1/users/${(body as { id: number }).id}`, { email: 'clara.nova@empresa.com.br' })
  expect((await world.visitor().put('/api/v1/email-confirmations', { token })).body).toMatchObject({
    code: 'link-not-valid',
  })
  await world.signIn('5001', CLARA.password)
})

test('a link can be asked for again at once after one was used', async () => {
  await using world = await createWorld()
  for (const round of [1, 2]) {
    await world.visitor().post('/api/v1/password-resets', { matricula: '1001' })
    const rows = await world.sql`select 1 from account_letters where kind = 'reset-password'`
    expect(rows).toHaveLength(round)
    await world.sql`update account_letters set link_used_at = now()`
  }
})

test('links that are good do not count against the others behind the same address', async () => {
  await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
  await world.visitor().post('/api/v1/users', CLARA)
  await world.sql`insert into attempts values ('link:address:127.0.0.1', 19, now() - interval '1 minute', now() + interval '1 hour')`
  const confirmation = { token: tokenOf(await world.letterTo(CLARA.email)) }
  expect((await world.visitor().put('/api/v1/email-confirmations', confirmation)).status).toBe(204)
  for (const [matricula, address] of [
    ['1001', 'maria.santos@example.com'],
    ['1002', 'pedro.lima@example.com'],
  ] as const) {
    await world.visitor().post('/api/v1/password-resets', { matricula })
    const reset = { token: tokenOf(await world.letterTo(address)), new_password: 'nova-senha-1' }
    expect((await world.visitor().put('/api/v1/password-resets', reset)).status, matricula).toBe(204)
  }
  const [row] = await world.sql`select count from attempts where key = 'link:address:127.0.0.1'`
  expect(row?.count).toBe(19)
})

test('whoever tried to sign in before they confirmed their address need not wait afterwards', async () => {
  await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
  await world.visitor().post('/api/v1/users', CLARA)
  const signIn = () =>
    world.visitor().post('/api/v1/session', { matricula: CLARA.matricula, password: CLARA.password })
  for (let i = 0; i < 5; i++) expect((await signIn()).body).toMatchObject({ code: 'email-not-confirmed' })
  const token = tokenOf(await world.letterTo(CLARA.email))
  expect((await world.visitor().put('/api/v1/email-confirmations', { token })).status).toBe(204)
  expect((await signIn()).status).toBe(201)
})
