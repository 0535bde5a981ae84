import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'

const { world, maria, joao, ana } = await signedIn()
const rita = await world.signIn('9001')

type View = { id: number; name: string } & Record<string, unknown>
const search = { priority: ['urgent', 'high'], assigned_to: 0, sort: 'deadline' }
const save = async (client: Client, more: object = {}) => {
  const answer = await client.post('/api/v1/views', { name: 'Meu turno', screen: 'board', search, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as View
}
const namesFor = async (client: Client, query = '') =>
  ((await client.get(`/api/v1/views?${query}`)).body as { items: View[] }).items.map(({ name }) => name)

test('a view is kept as it was, for its owner alone until it is shared', async () => {
  const view = await save(joao)
  expect(view).toMatchObject({ search, is_shared: false, is_own: true, may_change: true })
  expect(await namesFor(ana)).not.toContain('Meu turno')
  const foreign = await ana.patch(`/api/v1/views/${view.id}`, { name: 'Dela' })
  expect(foreign.body).toMatchObject({ code: 'view-not-found' })
  expect((await rita.delete(`/api/v1/views/${view.id}`)).body).toMatchObject({ code: 'view-not-found' })
  const shared = await joao.patch(`/api/v1/views/${view.id}`, { is_shared: true, name: 'Turno da noite' })
  expect(shared.body).toMatchObject({ id: view.id, name: 'Turno da noite', search, is_shared: true })
  const { body } = await ana.get('/api/v1/views')
  expect((body as { items: View[] }).items).toContainEqual(
    expect.objectContaining({ id: view.id, is_own: false, may_change: false, owner_name: 'João Tech' }),
  )
})

test('what is shared is changed by its owner or an admin, and by nobody else', async () => {
  const { id } = await save(joao, { is_shared: true })
  expect((await ana.patch(`/api/v1/views/${id}`, { name: 'Outro' })).body).toMatchObject({
    code: 'forbidden',
  })
  expect((await ana.delete(`/api/v1/views/${id}`)).body).toMatchObject({ code: 'forbidden' })
  expect((await rita.patch(`/api/v1/views/${id}`, { position: 3 })).body).toMatchObject({ position: 3 })
  expect((await rita.delete(`/api/v1/views/${id}`)).status).toBe(204)
  expect((await joao.patch(`/api/v1/views/${id}`, {})).body).toMatchObject({ code: 'view-not-found' })
})

test('they come in the order that people gave them, by screen, and page by page', async () => {
  for (const [name, position] of [
    ['c', 3],
    ['a', 1],
    ['b', 2],
  ])
    await save(ana, { name, position, screen: 'list' })
  expect(await namesFor(ana, 'screen=list')).toEqual(['a', 'b', 'c'])
  const first = (await ana.get('/api/v1/views?screen=list&limit=2')).body as { next_cursor: string }
  expect(await namesFor(ana, `screen=list&limit=2&cursor=${first.next_cursor}`)).toEqual(['c'])
})

test('bad input: of size and number there is an end, also for two that come at once', async () => {
  for (const wrong of [
    { name: '' },
    { name: 'a'.repeat(61) },
    { screen: 'dashboard' },
    { search: { q: 'a'.repeat(401) } },
    { search: { q: { nested: true } } },
    { search: Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`n${n}`, 1])) },
    { search: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}`, 'a'.repeat(300)])) },
    { position: -1 },
    { owner_id: 1 },
  ]) {
    const answer = await joao.post('/api/v1/views', { name: 'x', screen: 'list', search: {}, ...wrong })
    expect(answer.status, JSON.stringify(wrong)).toBe(422)
  }
  expect((await maria.get('/api/v1/views')).body).toMatchObject({ code: 'forbidden' })
  await world.sql`insert into saved_views (owner_id, name, screen, search)
    select (select id from users where matricula = '9001'), 'v' || n, 'list', '{}' from generate_series(1, 49) n`
  const body = { name: 'última', screen: 'list', search: {} }
  const both = await Promise.all([rita.post('/api/v1/views', body), rita.post('/api/v1/views', body)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'too-many-views' })
})
