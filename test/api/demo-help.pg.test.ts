import { expect, test } from 'vitest'
import { createDemoHelp } from '#src/embedded/demo-help/create-demo-help.ts'
import { signedIn } from '#test/signed-in.ts'

const { world, joao } = await signedIn()
const rita = await world.signIn('9001')
const startAgain = () => createDemoHelp(world.gateway.ports)
const kept = async () =>
  (
    await world.sql`select a.id, a.version, t.locale, t.title, t.body from help_articles a
      left join help_texts t on t.article_id = a.id order by a.id, t.locale`
  ).map((row) => ({ ...row }))

test('H-04: a second start, and one at the same moment, add nothing and leave alone what somebody wrote in between', async () => {
  const path = '/api/v1/admin/help/articles/1'
  const change = { title: 'Pedir uma corrida', content: 'Como nós fazemos' }
  const changed = await joao.patch(path, change, { 'if-match': '*' })
  expect(changed.status, changed.text).toBe(200)
  const before = await kept()
  expect(before).toContainEqual(expect.objectContaining({ title: 'Pedir uma corrida' }))
  await startAgain()
  await Promise.all([startAgain(), startAgain()])
  expect(await kept()).toEqual(before)
})

test('H-04: what was deleted does not come back with the next start, even if nothing is left', async () => {
  for (const kind of ['articles', 'faq']) {
    const { items } = (await rita.get(`/api/v1/admin/help/${kind}`)).body as { items: { id: number }[] }
    for (const { id } of items) {
      await rita.post(`/api/v1/admin/help/${kind}/${id}/archive`)
      expect((await rita.delete(`/api/v1/admin/help/${kind}/${id}`)).status).toBe(204)
    }
  }
  expect(await kept()).toEqual([])
  await startAgain()
  expect(await kept()).toEqual([])
})
