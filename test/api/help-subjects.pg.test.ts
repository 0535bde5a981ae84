import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'

const { world, joao } = await signedIn()
const rita = await world.signIn('9001')
const PATH = '/api/v1/admin/help/categories'
type Subject = { id: number; slug: string; texts: number; position: number }

const labels = { 'pt-BR': 'Frota', es: 'Flota', en: 'Fleet', ru: 'Парк' }
const subjects = async () => ((await joao.get(PATH)).body as { items: Subject[] }).items
const called = async (slug: string) => (await subjects()).find((one) => one.slug === slug)

test('H-04: a subject is made in four languages, put into its place, and says how many texts have it, drafts included', async () => {
  const made = await rita.post(PATH, { slug: 'fleet', labels, position: 5 })
  expect(made.body).toMatchObject({ slug: 'fleet', labels, position: 5, is_active: true, texts: 0 })
  const { id } = made.body as Subject
  expect((await rita.post(PATH, { slug: 'fleet', labels })).body).toMatchObject({
    errors: [{ field: 'slug', code: 'name-taken' }],
  })
  await joao.post('/api/v1/admin/help/articles', { title: 'Pneus', content: 'Calibre', category: 'fleet' })
  await joao.post('/api/v1/admin/help/faq', { title: 'Óleo?', content: 'Troque', category: 'fleet' })
  expect(await called('fleet')).toMatchObject({ id, texts: 2 })
  const renamed = await rita.patch(`${PATH}/${id}`, { labels: { ...labels, en: 'Cars' }, position: 0 })
  expect(renamed.body).toMatchObject({ labels: { en: 'Cars' }, position: 0, texts: 2 })
  const seen = (await world.visitor().get('/api/v1/help/categories?locale=en')).body as { items: object[] }
  expect(seen.items).toContainEqual({ slug: 'fleet', label: 'Cars', articles: 0, questions: 0 })
})

test('H-04: a subject that has texts is not removed; without them it goes, and what names it in an old version stays readable', async () => {
  const { id = 0 } = (await called('fleet')) ?? {}
  expect((await rita.delete(`${PATH}/${id}`)).body).toMatchObject({ status: 409, code: 'category-in-use' })
  const rows = await world.sql<{ id: number; kind: string }[]>`
    select id, kind from help_articles where category_id = ${id}`
  for (const { id, kind } of rows) {
    const path = `/api/v1/admin/help/${kind === 'faq' ? 'faq' : 'articles'}/${id}`
    expect((await joao.patch(path, { category: 'other' }, { 'if-match': '*' })).status).toBe(200)
  }
  expect((await joao.delete(`${PATH}/${id}`)).status, 'not by the team').toBe(403)
  expect((await rita.delete(`${PATH}/${id}`)).status).toBe(204)
  expect((await rita.delete(`${PATH}/${id}`)).body).toMatchObject({ code: 'category-not-found' })
  expect(await called('fleet')).toBeUndefined()
  const article = rows.find(({ kind }) => kind === 'article')?.id
  const restored = await joao.post(`/api/v1/admin/help/articles/${article}/versions/1/restore`, undefined, {
    'if-match': '*',
  })
  expect(restored.body, restored.text).toMatchObject({ category: 'other' })
  const [line] = await world.sql`select before from audit_log where action = 'category-deleted'`
  expect(line?.before).toMatchObject({ kind: 'article', slug: 'fleet' })
})

test('of a subject that is removed while texts are filed under it, each text has one or is refused', async () => {
  for (let round = 0; round < 4; round++) {
    const slug = `round-${round}`
    const { id } = (await rita.post(PATH, { slug, labels })).body as Subject
    const write = () =>
      joao.post('/api/v1/admin/help/articles', { title: slug, content: 'a', category: slug })
    const [gone, ...written] = await Promise.all([rita.delete(`${PATH}/${id}`), write(), write(), write()])
    expect([204, 409]).toContain(gone.status)
    for (const { status, text } of written) expect([201, 422], text).toContain(status)
    expect(written.some(({ status }) => status === 201)).toBe(gone.status === 409)
  }
})
