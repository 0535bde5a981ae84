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

test('links cannot be guessed: those that are none make the address wait', async () => {
  await using world = await createWorld()
  const confirm = () => world.visitor().put('/api/v1/email-confirmations', { token: 'guessed' })
  const reset = () =>
    world.visitor().put('/api/v1/password-resets', { token: 'guessed', new_password: 'nova-senha-1' })
  for (const guess of [confirm, reset]) {
    await world.sql`delete from attempts`
    await world.sql`insert into attempts values ('link:address:127.0.0.1', 19, now() - interval '1 minute', now() + interval '1 hour')`
    expect((await guess()).body).toMatchObject({ code: 'link-not-valid' })
    expect((await guess()).body).toMatchObject({ code: 'too-many-attempts' })
  }
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

test('a new password by letter ends the wait that wrong ones have brought about', async () => {
  await using world = await createWorld()
  const signIn = (password: string) =>
    world.visitor().post('/api/v1/session', { matricula: '1001', password })
  await world.sql`insert into attempts values ('sign-in:account:1001', 400, now() + interval '10 minutes', now() + interval '1 hour')`
  expect((await signIn('ponte-demo')).status).toBe(429)
  await world.visitor().post('/api/v1/password-resets', { matricula: '1001' })
  const token = tokenOf(await world.letterTo('maria.santos@example.com'))
  await world.visitor().put('/api/v1/password-resets', { token, new_password: 'nova-senha-1' })
  expect((await signIn('nova-senha-1')).status).toBe(201)
})

test('whoever resets their password by letter has shown that the mailbox is theirs, and it is written down once', async () => {
  await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
  await world.visitor().post('/api/v1/users', CLARA)
  for (const new_password of ['nova-senha-1', 'nova-senha-2']) {
    await world.sql`delete from account_letters`
    world.sandbox.mailbox.clear()
    await world.visitor().post('/api/v1/password-resets', { email: CLARA.email })
    const token = tokenOf(await world.letterTo(CLARA.email, /Redefinir/))
    expect((await world.visitor().put('/api/v1/password-resets', { token, new_password })).status).toBe(204)
    await world.signIn(CLARA.matricula, new_password)
  }
  const rows = await world.sql`select after from audit_log where action = 'email-confirmed'`
  expect(rows).toEqual([{ after: { email: '…' } }])
})

test('the letter that confirms an address can be had again by signing in, a minute later', async () => {
  await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
  await world.visitor().post('/api/v1/users', CLARA)
  const signIn = () =>
    world.visitor().post('/api/v1/session', { matricula: CLARA.matricula, password: CLARA.password })
  const letters = async () => {
    const rows = await world.sql`select 1 from account_letters where kind = 'confirm-email'`
    return rows.length
  }
  await signIn()
  expect(await letters()).toBe(1)
  world.clock.forward(61_000)
  await signIn()
  expect(await letters()).toBe(2)
})
