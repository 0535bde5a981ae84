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
