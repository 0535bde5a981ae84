import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, PEDRO } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn({ CRM_WAIT_MS: '0' })
await world.sql`update help_articles set status = 'archived'`
type Suggestions = {
  articles: { id: number; kind: string; title: string; locale: string }[]
  tickets: { id: number; ticket_number: string; title: string }[]
}

async function givenArticle(
  texts: Record<string, { title: string; content: string }>,
  kind: 'articles' | 'faq' = 'articles',
) {
  const path = `/api/v1/admin/help/${kind}`
  const { id } = (await joao.post(path, { category: 'other', texts })).body as { id: number }
  expect((await joao.post(`${path}/${id}/publish`)).status).toBe(200)
  return id
}
async function suggest(
  written: { title: string; text?: string; draft_id?: string; locale?: string },
  client: Client = maria,
) {
  const answer = await client.post('/api/v1/help/suggestions', { locale: 'pt-BR', ...written })
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Suggestions
}
const report = async (query = '') => {
  const answer = await joao.get(`/api/v1/admin/help/deflection${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as {
    drafts: Record<string, number>
    items: ({ article_id: number } & Record<string, unknown>)[]
  }
}
const rowOf = async (id: number) => (await report()).items.find(({ article_id }) => article_id === id)

const printer = await givenArticle({
  'pt-BR': {
    title: 'Impressora de etiquetas parada',
    content: 'Desligue a impressora, espere um minuto, troque o rolo e ligue de novo na expedição.',
  },
  en: { title: 'Label printer stopped', content: 'Turn the printer off, change the roll.' },
})
const vpn = await givenArticle(
  { 'pt-BR': { title: 'Como entro na VPN?', content: 'Abra o aplicativo e digite a matrícula e o código.' } },
  'faq',
)

test('whole sentences find what is about the same, articles and questions, and not what shares a word by chance', async () => {
  const { articles } = await suggest({
    title: 'As impressoras não imprimem mais nada',
    text: 'Desde hoje de manhã as etiquetas saem em branco, e o sistema diz que está tudo certo.',
  })
  expect(articles.map(({ id }) => id)).toEqual([printer])
  const byText = await suggest({
    title: 'Preciso de ajuda',
    text: 'Não sei a matrícula nem o código do celular',
  })
  expect(byText.articles).toMatchObject([{ id: vpn, kind: 'faq', title: 'Como entro na VPN?' }])
  expect(
    (await suggest({ title: 'Um minuto de atenção, por favor' })).articles,
    'one word of its text',
  ).toEqual([])
  expect((await suggest({ title: '' })).articles).toEqual([])
})

test('five at most, those in the reader’s language first, and what is written in another after them', async () => {
  for (const n of [1, 2, 3, 4, 5])
    await givenArticle({ ru: { title: `Кофемашина ${n}`, content: 'Кофемашина на кухне' } })
  const own = await givenArticle({ 'pt-BR': { title: 'Кофемашина da copa', content: 'Fica na copa' } })
  const { articles } = await suggest({ title: 'Кофемашина сломалась' })
  expect(articles).toHaveLength(5)
  expect(articles[0]).toMatchObject({ id: own, locale: 'pt-BR' })
  const inEnglish = await suggest({ title: 'The printer has stopped', locale: 'en' })
  expect(inEnglish.articles).toMatchObject([{ id: printer, locale: 'en' }])
})

test('“it solved my problem” counts once for each person, article and draft, and not once a ticket came of it', async () => {
  const [saved, filed] = [randomUUID(), randomUUID()]
  for (const draft_id of [saved, filed]) await suggest({ title: 'Impressora parada', draft_id })
  // As it is typed on.
  await suggest({ title: 'Impressora parada outra vez', draft_id: saved })
  const solve = (draft_id: string, client = maria) =>
    client.post(`/api/v1/help/articles/${printer}/solved`, { draft_id })
  await Promise.all([1, 2, 3].map(async () => expect((await solve(saved)).status).toBe(204)))
  expect((await maria.post(`/api/v1/help/articles/${printer}/opened`, { draft_id: filed })).status).toBe(204)
  expect(await rowOf(printer)).toMatchObject({ shown: 2, opened: 2, solved: 1, filed: 0 })

  await solve(filed)
  expect(await rowOf(printer)).toMatchObject({ solved: 2 })
  const ticket = {
    ...{ title: 'Impressora parada ainda', description: 'Fiz o que o artigo diz e não adiantou.' },
    draft_id: filed,
  }
  const opened = await maria.post('/api/v1/tickets', ticket, { 'Idempotency-Key': 'uma-vez' })
  expect(opened.status, opened.text).toBe(202)
  expect((await maria.post('/api/v1/tickets', ticket, { 'Idempotency-Key': 'uma-vez' })).status).toBe(202)
  expect(await rowOf(printer)).toMatchObject({ shown: 2, opened: 2, solved: 1, filed: 1 })
  // Another person's draft of the same name is another draft.
  await suggest({ title: 'Impressora parada', draft_id: filed }, pedro)
  expect(await rowOf(printer)).toMatchObject({ shown: 3, opened: 2, solved: 1, filed: 1 })
  expect((await report()).drafts).toEqual({ shown: 3, opened: 2, solved: 1, filed: 1 })
  const csv = await joao.get('/api/v1/admin/help/deflection?format=csv')
  expect(csv.text).toContain(`${printer},article,Impressora de etiquetas parada,3,2,1,1\r\n`)
  expect((await report('?to=2026-01-01')).items).toEqual([])
})

test('what somebody asked for already, and is not done, is named to them, and nobody else’s is', async () => {
  const title = 'Coletor do armazém não conecta no wifi'
  const open = await givenTicket(world, { title })
  await givenTicket(world, { title, status: 'closed', closed_at: new Date() })
  await givenTicket(world, { title, status: 'resolved', resolved_at: new Date() })
  await givenTicket(world, { title, user_id: PEDRO })
  await givenTicket(world, { title, crm_deleted_at: new Date() })
  await givenTicket(world, { title: 'Coletor novo para a loja' })
  const { tickets } = await suggest({ title: 'Os coletores do armazém não conectam' })
  expect(tickets).toEqual([
    expect.objectContaining({ id: open.id, ticket_number: open.ticket_number, title, status: 'open' }),
  ])
  for (const other of ['Coletor', 'O de para com não', 'Cadeira quebrada no refeitório'])
    expect((await suggest({ title: other })).tickets, other).toEqual([])
  expect((await suggest({ title }, joao)).tickets, 'the team has its own').toEqual([])
})

test('X-06: nothing of what is typed is logged or kept, and without a draft nothing is counted', async () => {
  const text = 'minha impressora segredissimo'
  const before = await world.sql`select count(*) from help_offers`
  await suggest({ title: text, text })
  expect(await world.sql`select count(*) from help_offers`).toEqual(before)
  expect(world.log()).not.toContain('segredissimo')
})

test('bad input is refused by field, what is not published is not there, and endless asking has a limit', async () => {
  const draft_id = randomUUID()
  for (const [body, field] of [
    [{}, 'title'],
    [{ title: 'a'.repeat(256) }, 'title'],
    [{ title: 'a', text: 'a'.repeat(2_001) }, 'text'],
    [{ title: 'a', draft_id: 'rascunho' }, 'draft_id'],
    [{ title: 'a', locale: 'fr' }, 'locale'],
  ] as const)
    expect((await maria.post('/api/v1/help/suggestions', body)).body, field).toMatchObject({
      ...{ status: 422, errors: [{ field }] },
    })
  for (const title of ["'", 'a:* & !b | (', '\\', '"" "" ""', '🚗 🚗 🚗', '%_%', "o'neill d'água"])
    await suggest({ title, text: title, draft_id })
  await world.sql`update help_articles set status = 'archived' where id = ${vpn}`
  for (const id of [vpn, 2_147_483_647])
    expect((await maria.post(`/api/v1/help/articles/${id}/solved`, { draft_id })).body).toMatchObject({
      ...{ status: 404, code: 'article-not-found' },
    })
  expect((await joao.get('/api/v1/admin/help/deflection?from=ontem')).status).toBe(422)
  await world.sql`update attempts set count = 600, blocked_until = now() + interval '1 minute'
    where key = 'suggest:account:2'`
  expect((await pedro.post('/api/v1/help/suggestions', { title: 'Impressora' })).body).toMatchObject({
    ...{ status: 429, code: 'too-many-attempts' },
  })
})
