import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'

const { world, joao, maria } = await signedIn()
const PATH = '/api/v1/admin/help/articles'
const TEXT = { title: 'Um título', content: 'Um texto', category: 'other' }
const kept = async () =>
  (await world.sql`select id, version from help_articles order by id`).map((row) => ({ ...row }))

test('what cannot be an article is refused field by field, and nothing of it is kept', async () => {
  const before = await kept()
  for (const [wrong, field] of [
    [{ title: '' }, 'title'],
    [{ title: ' '.repeat(9) }, 'title'],
    [{ title: 'a'.repeat(501) }, 'title'],
    [{ title: undefined }, 'title'],
    [{ content: undefined }, 'content'],
    [{ content: '   ' }, 'content'],
    [{ category: 'nothing' }, 'category'],
    [{ category: 'general' }, 'category'],
    [{ slug: 'Com Espaço' }, 'slug'],
    [{ slug: '../etc' }, 'slug'],
    [{ slug: '12' }, 'slug'],
    [{ slug: 'perguntas' }, 'slug'],
    [{ slug: 'como-solicitar-uma-corrida' }, 'slug'],
    [{ tags: ['=cmd|calc'] }, 'tags.0'],
    [{ tags: ['<b>'] }, 'tags.0'],
    [{ tags: Array(21).fill('a') }, 'tags'],
    [{ display_order: -1 }, 'display_order'],
    [{ locale: 'fr' }, 'locale'],
    [{ texts: { fr: { title: 'a', content: 'b' } } }, 'texts'],
    [{ texts: { en: { title: 'only half' } } }, 'texts.en.content'],
    [{ meta_description: 'a'.repeat(501) }, 'meta_description'],
    [{ status: 'published' }, ''],
    [{ view_count: 9 }, ''],
  ] as const) {
    const answer = await joao.post(PATH, { ...TEXT, ...wrong })
    expect(answer.status, `${JSON.stringify(wrong).slice(0, 60)} ${answer.text}`).toBe(422)
    const fields = (answer.body as { errors: { field: string }[] }).errors.map((error) => error.field)
    expect(
      fields.some((one) => one.endsWith(field)),
      `${fields} for ${field}`,
    ).toBe(true)
  }
  expect(await kept()).toEqual(before)
})

test('huge Markdown is refused with the limit named, and a body beyond all of it by its size', async () => {
  const answer = await joao.post(PATH, { ...TEXT, content: 'é'.repeat(40_001) })
  expect(answer.body).toMatchObject({ status: 422, errors: [{ field: 'content', code: 'too-long' }] })
  expect(answer.text).toContain('40000')
  expect((await joao.post('/api/v1/admin/help/preview', { content: 'a'.repeat(40_001) })).status).toBe(422)
  const whole = { ...TEXT, content: '\u0001'.repeat(40_000) }
  expect((await joao.post(PATH, whole)).status, 'the longest that is allowed').toBe(201)
  expect((await joao.post(PATH, { ...TEXT, content: 'a'.repeat(3_000_000) })).body).toMatchObject({
    code: 'body-too-large',
  })
})

test('a change that would leave no language, or half a text, is refused; so are votes that say nothing', async () => {
  const { id } = (await joao.post(PATH, TEXT)).body as { id: number }
  const change = (body: object) => joao.patch(`${PATH}/${id}`, body, { 'if-match': '*' })
  expect((await change({ texts: { 'pt-BR': null } })).status).toBe(422)
  expect((await change({ texts: { es: { title: 'Solo' } } })).status).toBe(422)
  expect((await change({ title: '' })).status).toBe(422)
  const feedback = (body: unknown) => maria.post('/api/v1/help/articles/1/feedback', body)
  for (const body of [
    {},
    { helpful: 'yes' },
    { helpful: true, is_helpful: false },
    { helpful: true, comment: 'a'.repeat(2001) },
    { helpful: true, user_id: 1 },
  ])
    expect((await feedback(body)).status, JSON.stringify(body)).toBe(422)
  const draft = await maria.post(`/api/v1/help/articles/${id}/feedback`, { helpful: true })
  expect(draft.body, 'a draft is not there').toMatchObject({ code: 'article-not-found' })
})

test('strangers who vote without end are slowed down, and whoever is signed in is not', async () => {
  await world.sql`insert into attempts values ('help-vote:address:127.0.0.1', 99, now() - interval '1 minute', now() + interval '1 hour')`
  const vote = () => world.visitor().post('/api/v1/help/articles/2/feedback', { helpful: true })
  expect((await vote()).status).toBe(200)
  expect((await vote()).body).toMatchObject({ code: 'too-many-attempts' })
  expect((await maria.post('/api/v1/help/articles/2/feedback', { helpful: true })).status).toBe(200)
})
