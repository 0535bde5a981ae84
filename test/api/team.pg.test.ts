import { expect, test } from 'vitest'
import { ANA, JOAO, RITA } from '#test/tickets.ts'
import { createWorld } from '#test/world.ts'

test('the team is told who is of the team, by name and not by e-mail; nobody who left', async () => {
  await using world = await createWorld()
  const joao = await world.signIn('2001')
  const { body } = await joao.get('/api/v1/team')
  expect(body).toMatchObject({
    items: [
      { id: ANA, full_name: 'Ana Costa' },
      { id: JOAO, full_name: 'João Tech' },
      { id: RITA, full_name: 'Rita Admin' },
    ],
  })
  expect(JSON.stringify(body)).not.toContain('@')
  await world.sql`update users set is_active = false where id = ${ANA}`
  expect((await joao.get('/api/v1/team')).body).toMatchObject({ items: [{ id: JOAO }, { id: RITA }] })
})
