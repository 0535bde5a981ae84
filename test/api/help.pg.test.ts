import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { createWorld } from '#test/world.ts'

const { world, maria, joao } = await signedIn()
const rita = await world.signIn('9001')

type Article = { id: number; slug: string; version: number; status: string; title: string } & Record<
  string,
  unknown
>
type Items = { items: Article[]; total: number; next_cursor: string | null }
const ENGLISH = { 'accept-language': 'en' }
const ADMIN = '/api/v1/admin/help/articles'

let written = 0
async function givenDraft(more: object = {}, kind = 'articles'): Promise<Article> {
  const input = { title: `Texto ${++written}`, content: 'Um texto', category: 'other', ...more }
  const answer = await joao.post(`/api/v1/admin/help/${kind}`, input)
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Article
}
async function givenArticle(more: object = {}, kind = 'articles'): Promise<Article> {
  const { id } = await givenDraft(more, kind)
  const answer = await joao.post(`/api/v1/admin/help/${kind}/${id}/publish`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Article
}
const slugOf = (article: Article, locale = 'pt-BR') =>
  (article.texts as Record<string, { slug: string }>)[locale]?.slug ?? ''
const titles = async (query: string, client: Client = world.visitor()) =>
  ((await client.get(`/api/v1/help/articles?${query}`, ENGLISH)).body as Items).items.map(
    ({ title }) => title,
  )

test('H-04: five articles are there to begin with, four of them featured, in the six categories', async () => {
  const { items, total } = (await world.visitor().get('/api/v1/help/articles')).body as Items
  expect(total).toBe(5)
  expect(items.map(({ title }) => title)).toEqual([
    'Como solicitar uma corrida',
    'Política de cancelamento',
    'Formas de pagamento aceitas',
    'Como usar o botão de emergência',
    'Como se tornar motorista',
  ])
  expect((await world.visitor().get('/api/v1/help/articles?featured_only=true')).body).toMatchObject({
    total: 4,
  })
  const { body } = await world.visitor().get('/api/v1/help/categories?locale=en')
  expect((body as { items: object[] }).items).toMatchObject(
    ['account', 'rides', 'payment', 'safety', 'driver', 'other'].map((slug) => ({ slug })),
  )
})

test('H-01, H-05: filters find by category, title, tag and popularity; a language that is missing falls back', async () => {
  expect(await titles('category=payment')).toEqual(['Accepted payments'])
  expect(await titles('search=CANCELL')).toEqual(['Cancellation policy'])
  expect(await titles('tag=pix')).toEqual(['Accepted payments'])
  expect(await titles('locale=es&category=rides')).toEqual([
    'Cómo solicitar un viaje',
    'Política de cancelamento',
  ])
  await world.sql`update help_articles set view_count = 1000 where id = (
    select article_id from help_texts where slug = 'como-se-tornar-motorista')`
  expect((await titles('sort=popular'))[0]).toBe('How to become a driver')
  expect(await titles('category=nothing')).toEqual([])
  const first = (await world.visitor().get('/api/v1/help/articles?limit=3')).body as Items
  expect(await titles(`limit=3&cursor=${first.next_cursor}`)).toHaveLength(2)
})

test('H-02, H-03: read by slug, voted for once by each, with the words of the seed', async () => {
  const visitor = world.visitor()
  const article = (await visitor.get('/api/v1/help/articles/politica-de-cancelamento')).body as Article
  expect(article).toMatchObject({
    title: 'Política de cancelamento',
    content: expect.stringContaining('**Até 2 minutos**'),
    html: expect.stringContaining('<strong>Até 2 minutos</strong>'),
    category: 'rides',
    helpful_count: 0,
    not_helpful_count: 0,
    my_vote: null,
  })
  const path = `/api/v1/help/articles/${article.id}/feedback`
  const answer = await visitor.post(path, { is_helpful: true, comment: 'Claro e curto' })
  expect(answer.body).toMatchObject({ message: 'Feedback submitted', helpful_count: 1, not_helpful_count: 0 })
  expect((await visitor.post(path, { helpful: false })).body).toMatchObject({
    helpful_count: 0,
    not_helpful_count: 1,
  })
  expect((await visitor.get(`/api/v1/help/articles/${article.id}`)).body).toMatchObject({ my_vote: false })
  expect((await joao.get(`${ADMIN}/${article.id}/comments`)).body).toMatchObject({
    items: [{ is_helpful: false, comment: 'Claro e curto', author_name: null }],
  })
  for (const missing of ['/api/v1/help/articles/nada-disso', '/api/v1/help/articles/99999'])
    expect((await visitor.get(missing, ENGLISH)).body).toMatchObject({
      status: 404,
      detail: 'Article not found',
    })
  const nowhere = await visitor.post('/api/v1/help/articles/99999/feedback', { is_helpful: true })
  expect(nowhere.status).toBe(404)
})

test('H-08: twenty at once are one reader and one vote, and tomorrow one reader more', async () => {
  // Of its own, since a day passes.
  await using own = await createWorld()
  const [maria, joao, rita] = [await own.signIn('1001'), await own.signIn('2001'), await own.signIn('9001')]
  const { id } = (await maria.get('/api/v1/help/articles/politica-de-cancelamento')).body as Article
  await own.sql`update help_articles set view_count = 0 where id = ${id}`
  await own.sql`delete from help_views`
  const read = () => maria.get(`/api/v1/help/articles/${id}`)
  const counts = async () => {
    const [row] =
      await own.sql`select view_count, helpful_count, not_helpful_count from help_articles where id = ${id}`
    return [row?.view_count, row?.helpful_count, row?.not_helpful_count]
  }
  await Promise.all(Array.from({ length: 20 }, read))
  expect(await counts()).toEqual([1, 0, 0])
  await Promise.all([
    own.visitor().get(`/api/v1/help/articles/${id}`),
    joao.get(`/api/v1/help/articles/${id}`),
  ])
  await own.visitor().get(`/api/v1/help/articles/${id}`)
  expect(await counts(), 'a stranger and João').toEqual([3, 0, 0])
  const path = `/api/v1/help/articles/${id}/feedback`
  await Promise.all(Array.from({ length: 20 }, (_, n) => maria.post(path, { helpful: n % 2 === 0 })))
  await maria.post(path, { helpful: true })
  await Promise.all([joao.post(path, { helpful: false }), rita.post(path, { helpful: true })])
  expect(await counts()).toEqual([3, 2, 1])
  own.clock.forward(86_400_000)
  // Her session is as old as the clock says, so she is somebody new.
  const later = await own.signIn('1001')
  await Promise.all([later.get(`/api/v1/help/articles/${id}`), later.get(`/api/v1/help/articles/${id}`)])
  expect(await counts()).toEqual([4, 2, 1])
})

test('H-06: a draft is published, archived and published again; what is not legal is refused', async () => {
  const draft = await givenDraft()
  const move = (name: string) => joao.post(`${ADMIN}/${draft.id}/${name}`)
  const seen = async () => (await world.visitor().get(`/api/v1/help/articles/${draft.id}`)).status
  expect([draft.status, await seen()]).toEqual(['draft', 404])
  expect((await move('archive')).body).toMatchObject({ code: 'article-status-conflict' })
  expect((await move('publish')).body).toMatchObject({ status: 'published', is_published: true })
  expect([(await move('publish')).status, await seen()]).toEqual([409, 200])
  expect((await rita.delete(`${ADMIN}/${draft.id}`)).body).toMatchObject({ code: 'article-status-conflict' })
  expect((await move('archive')).body).toMatchObject({ status: 'archived', is_published: false })
  expect(await seen()).toBe(404)
  expect((await move('publish')).status).toBe(200)
  expect((await move('unpublish')).body).toMatchObject({ status: 'draft' })
  expect((await joao.delete(`${ADMIN}/${draft.id}`)).body).toMatchObject({ code: 'forbidden' })
  expect((await rita.delete(`${ADMIN}/${draft.id}`)).status).toBe(204)
  const actions =
    await world.sql`select action from audit_log where subject = 'article' and subject_id = ${draft.id} order by id`
  expect(actions.map(({ action }) => action)).toEqual([
    ...['article-created', 'article-published', 'article-archived', 'article-published'],
    ...['article-unpublished', 'article-deleted'],
  ])
})

test('two who change it at once: the second is told, and nothing of the first is lost', async () => {
  const { id } = await givenDraft()
  const change = (client: Client, body: object, match?: string) =>
    client.patch(`${ADMIN}/${id}`, body, match ? { 'if-match': match } : {})
  expect((await change(joao, { title: 'x' })).body).toMatchObject({ code: 'if-match-required' })
  const both = await Promise.all([
    change(joao, { title: 'De João' }, '"1"'),
    change(rita, { title: 'De Rita' }, '"1"'),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  expect(both.find(({ status }) => status === 412)?.headers.get('etag')).toBe('"2"')
  expect(
    (await change(joao, { content: 'Um texto' }, '*')).body,
    'the same again is no change',
  ).toMatchObject({
    version: 2,
  })
})

test('a version is gone back to, and what came between stays among the versions', async () => {
  const draft = await givenDraft({ texts: { en: { title: 'One', content: 'First' } }, tags: ['a'] })
  const path = `${ADMIN}/${draft.id}`
  await joao.patch(path, { content: 'Outro', tags: ['b'], texts: { en: null } }, { 'if-match': '*' })
  const restored = await rita.post(`${path}/versions/1/restore`, undefined, { 'if-match': '"2"' })
  expect(restored.body).toMatchObject({
    version: 3,
    tags: ['a'],
    texts: { 'pt-BR': { content: 'Um texto' }, en: { title: 'One', slug: 'one', content: 'First' } },
  })
  expect((await joao.get(`${path}/versions`)).body).toMatchObject({
    items: [
      { version: 3, restored: 1, actor_name: 'Rita Admin' },
      { version: 2, locales: ['pt-BR'] },
      { version: 1 },
    ],
  })
  expect((await joao.get(`${path}/versions/2`)).body).toMatchObject({
    texts: { 'pt-BR': { content: 'Outro' } },
  })
  const never = await joao.post(`${path}/versions/9/restore`, undefined, { 'if-match': '*' })
  expect(never.body).toMatchObject({ status: 404, code: 'article-version-not-found' })
})

test('a slug survives a rename: the old ones lead on, nobody else gets them, and they can be taken back', async () => {
  const article = await givenArticle({ title: 'Férias e folgas' })
  expect(slugOf(article)).toBe('ferias-e-folgas')
  const rename = (slug: string) => joao.patch(`${ADMIN}/${article.id}`, { slug }, { 'if-match': '*' })
  const read = (slug: string) => world.visitor().get(`/api/v1/help/articles/${slug}?locale=pt-BR`)
  await rename('folgas')
  await rename('descanso')
  for (const old of ['ferias-e-folgas', 'folgas']) {
    const answer = await read(old)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      308,
      '/api/v1/help/articles/descanso?locale=pt-BR',
    ])
  }
  const other = await givenDraft({ title: 'Férias e folgas' })
  expect(slugOf(other), 'the next one').toBe('ferias-e-folgas-2')
  const taken = await joao.patch(`${ADMIN}/${other.id}`, { slug: 'folgas' }, { 'if-match': '*' })
  expect(taken.body).toMatchObject({ status: 422, errors: [{ code: 'slug-taken' }] })
  expect((await rename('folgas')).status, 'in a circle').toBe(200)
  expect([(await read('folgas')).status, (await read('descanso')).headers.get('location')]).toEqual([
    200,
    '/api/v1/help/articles/folgas?locale=pt-BR',
  ])
  expect(
    (await joao.patch(`${ADMIN}/${article.id}`, { title: 'Outro título' }, { 'if-match': '*' })).body,
  ).toMatchObject({
    texts: { 'pt-BR': { slug: 'folgas' } },
  })
  const many = await Promise.all(Array.from({ length: 8 }, () => givenDraft({ title: 'Ao mesmo tempo' })))
  expect(new Set(many.map((one) => slugOf(one))).size).toBe(8)
})

test('the slugs of two languages of one article can change places, and cannot be the same', async () => {
  const article = await givenDraft({
    title: undefined,
    content: undefined,
    texts: {
      'pt-BR': { title: 'a', content: 'a', slug: 'um-dos-dois' },
      es: { title: 'a', content: 'a', slug: 'otro-de-los-dos' },
    },
  })
  const change = (texts: object) => joao.patch(`${ADMIN}/${article.id}`, { texts }, { 'if-match': '*' })
  const swapped = await change({ 'pt-BR': { slug: 'otro-de-los-dos' }, es: { slug: 'um-dos-dois' } })
  expect(swapped.body).toMatchObject({ texts: { es: { slug: 'um-dos-dois' } } })
  expect((await change({ es: { slug: 'otro-de-los-dos' } })).body).toMatchObject({
    errors: [{ code: 'slug-taken' }],
  })
})

test('Q-01, Q-02, Q-04: questions are grouped by subject, in the order that the team gives them', async () => {
  const faq = async () =>
    (
      (await world.visitor().get('/api/v1/help/faq')).body as {
        categories: { category: object; items: Article[] }[]
      }
    ).categories
  expect((await faq()).map(({ category }) => category)).toEqual([
    { slug: 'account', label: 'Conta' },
    { slug: 'other', label: 'Outros assuntos' },
  ])
  const order = async () =>
    (await faq())
      .find(({ category }) => 'slug' in category && category.slug === 'account')
      ?.items.map(({ id }) => id)
  const [one = 0, two = 0] = (await order()) ?? []
  const body = { category: 'account', article_ids: [two, one] }
  expect((await joao.put('/api/v1/admin/help/faq/order', body)).status).toBe(204)
  expect(await order()).toEqual([two, one])
  await joao.patch(`/api/v1/admin/help/faq/${one}/reorder`, { order: 1 })
  expect(await order()).toEqual([one, two])
  for (const article_ids of [
    [one, one],
    [one, 99_999],
  ])
    expect((await joao.put('/api/v1/admin/help/faq/order', { ...body, article_ids })).status).toBe(422)
  const vote = await maria.post(`/api/v1/help/faq/${one}/feedback`, { helpful: true })
  expect(vote.body).toMatchObject({ helpful_count: 1 })
  expect((await maria.get(`/api/v1/help/articles/${one}`)).status, 'it is no article').toBe(404)
  const draft = await givenDraft({ category: 'account' }, 'faq')
  expect(await order()).not.toContain(draft.id)
})
