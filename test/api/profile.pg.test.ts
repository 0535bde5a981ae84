import { expect, test } from 'vitest'
import { createWorld } from '#test/world.ts'

test('the own profile is changed in part, and never in role, matricula or e-mail', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const answer = await maria.patch('/api/v1/users/me', { phone_number: '11 98765-4321', locale: 'es' })
  expect(answer.body).toMatchObject({
    phone_number: '11 98765-4321',
    locale: 'es',
    department: 'Financeiro',
  })
  for (const sneaky of [
    { role: 'admin' },
    { matricula: '1' },
    { email: 'x@example.com' },
    { is_active: true },
  ]) {
    expect((await maria.patch('/api/v1/users/me', sneaky)).status).toBe(422)
  }
  expect((await maria.get('/api/v1/users/me')).body).toMatchObject({ role: 'requester' })
})

test('a new password needs the current one, signs out the other devices, and is told by letter', async () => {
  await using world = await createWorld()
  const [here, there] = [await world.signIn('1001'), await world.signIn('1001')]
  const change = (current_password: string) =>
    here.put('/api/v1/users/me/password', { current_password, new_password: 'nova-senha-1' })
  expect((await change('wrong')).body).toMatchObject({
    code: 'current-password-wrong',
    errors: [{ field: 'current_password' }],
  })
  expect((await change('ponte-demo')).status).toBe(204)
  expect((await here.get('/auth/me')).status).toBe(200)
  expect((await there.get('/auth/me')).status).toBe(401)
  await world.letterTo('maria.santos@example.com', /alterada/)
  await world.signIn('1001', 'nova-senha-1')
})

test('guessing the current password on a borrowed screen is slowed down like signing in', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const guess = () =>
    maria.put('/api/v1/users/me/password', { current_password: 'wrong', new_password: 'nova-senha-1' })
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) statuses.push((await guess()).status)
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
})
