import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket } from '#test/tickets.ts'

const { world, maria, joao, ana } = await signedIn()
const rita = await world.signIn('9001')

type Reply = { id: number; title: string; version: number } & Record<string, unknown>
const TEXT = 'Olá, {{requester_name}}. Sobre {{ticket_number}}: já vamos ver. {{agent_name}}'
async function keep(client: Client, more: object = {}, path = '/api/v1/replies'): Promise<Reply> {
  const answer = await client.post(path, { title: 'Já vamos ver', text: TEXT, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Reply
}
const listFor = async (client: Client, query = '', path = '/api/v1/replies') =>
  ((await client.get(`${path}?${query}`)).body as { items: Reply[] }).items
const titlesFor = async (client: Client, query = '') =>
  (await listFor(client, query)).map(({ title }) => title)

describe('canned replies', () => {
  test('one is its owner’s alone until it is shared; to all others, admins too, it is not there', async () => {
    const reply = await keep(joao)
    expect(reply).toMatchObject({ text: TEXT, is_shared: false, is_own: true, may_change: true, version: 1 })
    const path = `/api/v1/replies/${reply.id}`
    for (const other of [ana, rita])
      for (const answer of [
        await other.get(path),
        await other.patch(path, { title: 'Minha' }, { 'If-Match': '*' }),
        await other.delete(path),
      ])
        expect(answer.body).toMatchObject({ status: 404, code: 'reply-not-found' })
    expect(await titlesFor(ana)).not.toContain('Já vamos ver')

    const shared = await joao.patch(path, { is_shared: true }, { 'If-Match': '"1"' })
    expect(shared.body).toMatchObject({ is_shared: true, text: TEXT, version: 2 })
    expect(shared.headers.get('etag')).toBe('"2"')
    expect(await listFor(ana)).toContainEqual(
      expect.objectContaining({ id: reply.id, is_own: false, may_change: false, owner_name: 'João Tech' }),
    )
    expect((await ana.patch(path, { title: 'Minha' }, { 'If-Match': '*' })).body).toMatchObject({
      code: 'forbidden',
    })
    expect((await rita.patch(path, { title: 'Da equipe' }, { 'If-Match': '"2"' })).status).toBe(200)
    expect((await maria.get('/api/v1/replies')).body).toMatchObject({ code: 'forbidden' })
  })

  test('a lead changes and deletes what others of their department share, and nothing of another’s', async () => {
    const [theirs, others] = [
      await keep(joao, { is_shared: true, title: 'Da TI' }),
      await keep(rita, { is_shared: true, title: 'De outro' }),
    ]
    await world.sql`update users set department = 'Compras' where matricula = '9001'`
    await world.sql`update users set role = 'lead', department = ' ti' where matricula = '2002'`
    const lead = await world.signIn('2002')
    const mayChange = new Map(
      (await listFor(lead, 'limit=200')).map(({ id, may_change }) => [id, may_change]),
    )
    expect([mayChange.get(theirs.id), mayChange.get(others.id)]).toEqual([true, false])
    const change = (id: number) =>
      lead.patch(`/api/v1/replies/${id}`, { title: 'Revista' }, { 'If-Match': '*' })
    expect((await change(theirs.id)).body).toMatchObject({ title: 'Revista' })
    for (const answer of [await change(others.id), await lead.delete(`/api/v1/replies/${others.id}`)])
      expect(answer.body).toMatchObject({ code: 'forbidden' })
    expect((await lead.delete(`/api/v1/replies/${theirs.id}`)).status).toBe(204)
    await rita.delete(`/api/v1/replies/${others.id}`)
    await world.sql`update users set role = 'agent', department = 'TI' where matricula = '2002'`
  })

  test('two who write at once: the second is told, and nothing of the first is lost', async () => {
    const { id } = await keep(joao, { is_shared: true })
    const path = `/api/v1/replies/${id}`
    expect((await joao.patch(path, { title: 'Sem versão' })).body).toMatchObject({
      code: 'if-match-required',
    })
    const both = await Promise.all(
      [joao, rita].map((who, n) => who.patch(path, { title: `Texto ${n}` }, { 'If-Match': '"1"' })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    const kept = both.find(({ status }) => status === 200)?.body as Reply
    expect((await joao.get(path)).body).toMatchObject({ title: kept.title, version: 2 })
  })

  test('they come in the order that people gave them, by words without their accents, by language, page by page', async () => {
    for (const [title, position, locale] of [
      ['Ordem três', 3, null],
      ['Ordem um', 1, 'pt-BR'],
      ['Ordem dois', 2, 'ru'],
    ])
      await keep(ana, { title, position, locale, text: '100 % de conexão_' })
    expect(await titlesFor(ana, 'q=ORDEM')).toEqual(['Ordem um', 'Ordem dois', 'Ordem três'])
    expect(await titlesFor(ana, 'q=tres')).toEqual(['Ordem três'])
    expect(await titlesFor(ana, `q=${encodeURIComponent('100 % de conexao_')}&locale=pt-BR`)).toEqual([
      'Ordem um',
      'Ordem três',
    ])
    const first = (await ana.get('/api/v1/replies?q=ordem&limit=2')).body as { next_cursor: string }
    expect(await titlesFor(ana, `q=ordem&limit=2&cursor=${first.next_cursor}`)).toEqual(['Ordem três'])
  })

  test('asked about a ticket, each says what it would be there, in plain text', async () => {
    const ticket = await givenTicket(world, { requester_name: '<b>Maria</b> {{title}}' })
    const { id } = await keep(joao, { title: 'Preenchida' })
    const [filled] = await listFor(joao, `q=preenchida&ticket_id=${ticket.id}`)
    expect(filled).toMatchObject({
      id,
      text: TEXT,
      filled: `Olá, <b>Maria</b> {{title}}. Sobre ${ticket.ticket_number}: já vamos ver. João Tech`,
    })
    expect((await joao.get('/api/v1/replies?ticket_id=999999')).body).toMatchObject({
      code: 'ticket-not-found',
    })
  })
})

test('bad input: nothing that could not be said is kept, and of number there is an end', async () => {
  const refused = async (path: string, body: object, rule?: string) => {
    const answer = await joao.post(path, body)
    expect(answer.status, JSON.stringify(body).slice(0, 100)).toBe(422)
    if (rule) expect(answer.body).toMatchObject({ errors: [{ code: rule }] })
  }
  for (const path of ['/api/v1/replies', '/api/v1/macros']) {
    await refused(path, { title: 'x', text: 'Seu CPF é {{cpf}}' }, 'placeholder')
    await refused(path, { title: 'x', text: 'Olá {{requester_name' }, 'placeholder')
    await refused(path, { title: 'x', text: 'a'.repeat(10_001) }, 'too-long')
    await refused(path, { title: 'x', text: '{{title}}'.repeat(100) }, 'too-long')
    await refused(path, { title: '', text: 'a' })
    await refused(path, { title: 'a'.repeat(121), text: 'a' })
    await refused(path, { title: 'x', text: ' \u202e ' }, 'required')
    await refused(path, { title: 'x', text: 'a', owner_id: 1 }, 'unknown-field')
    await refused(path, { title: 'x', text: 'a', locale: 'de' })
  }
  await refused('/api/v1/replies', { title: 'x', text: 'a', changes: {} }, 'unknown-field')
  await refused('/api/v1/macros', { title: 'x' }, 'required')
  for (const changes of [
    { status: 'gone' },
    { priority: 'enorme' },
    { assigned_to: 'you' },
    { add_tags: Array(21).fill('a') },
    { category: '' },
    { title: 'Outro' },
  ])
    await refused('/api/v1/macros', { title: 'x', changes })
  const { id } = await keep(joao, { title: 'Só texto', text: 'a', changes: {} }, '/api/v1/macros')
  const emptied = await joao.patch(`/api/v1/macros/${id}`, { text: '' }, { 'If-Match': '*' })
  expect(emptied.body).toMatchObject({ errors: [{ field: 'text', code: 'required' }] })
  // A macro is no reply, and the other way round.
  expect((await joao.get(`/api/v1/replies/${id}`)).body).toMatchObject({ code: 'reply-not-found' })

  await world.sql`insert into replies (kind, owner_id, title, body)
    select 'reply', (select id from users where matricula = '9001'), 'r' || n, 'a' from generate_series(1, 299) n`
  const body = { title: 'última', text: 'a' }
  const both = await Promise.all([rita.post('/api/v1/replies', body), rita.post('/api/v1/replies', body)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'too-many-replies' })
})
