import { expect, test } from 'vitest'
import { whileHeld } from '#test/held-row.ts'
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

test('a right password makes good the wrong ones before it', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const change = async (current_password: string) =>
    (await maria.put('/api/v1/users/me/password', { current_password, new_password: 'ponte-demo' })).status
  const four = ['wrong', 'wrong', 'wrong', 'wrong']
  for (const password of four) expect(await change(password)).toBe(403)
  expect(await change('ponte-demo')).toBe(204)
  for (const password of four) expect(await change(password)).toBe(403)
})

test('of two who change one password at the same moment, the second no longer knows the current one', async () => {
  await using world = await createWorld()
  const [here, there] = [await world.signIn('1001'), await world.signIn('1001')]
  const change = (client: typeof here, new_password: string) =>
    client.put('/api/v1/users/me/password', { current_password: 'ponte-demo', new_password })
  const answers: ReturnType<typeof change>[] = []
  await whileHeld(world, 1, async ({ waitedForBy }) => {
    answers.push(change(here, 'nova-senha-1'), change(there, 'nova-senha-2'))
    await waitedForBy(2)
  })
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([204, 401])
  await world.signIn('1001', statuses[0] === 204 ? 'nova-senha-1' : 'nova-senha-2')
})
