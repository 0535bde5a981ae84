import { describe, expect, test } from 'vitest'
import { commentsOf } from '#test/crm-state.ts'
import { NEW_TICKET } from '#test/new-tickets.ts'
import { signedIn } from '#test/signed-in.ts'
import { ANA, JOAO, MARIA } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
const rita = await world.signIn('9001')
const path = '/api/v1/admin/rules'
type Rule = { id: number; name: string; version: number; position: number }
type Ticket = { id: number; deal_id: number; priority: string; tags: string[] } & Record<string, unknown>

async function givenRule(name: string, conditions: object, effects: object): Promise<Rule> {
  const answer = await rita.post(path, { name, conditions, effects })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Rule
}
async function file(change: object, client = maria): Promise<Ticket> {
  const answer = await client.post('/api/v1/tickets', { ...NEW_TICKET, ...change })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Ticket
}
const auditOf = async (id: number) =>
  world.sql`select actor_id, before, after from audit_log
    where subject = 'ticket' and subject_id = ${id} and action = 'rules-applied'`
const rulesNow = async () => ((await rita.get(path)).body as { items: Rule[] }).items
async function forget(): Promise<void> {
  await world.sql`delete from rules`
}

test('ES-CHAT RU-SPEC: a rule sets priority, department, assignee and tags, and answers, with the ticket and in the CRM', async () => {
  const rule = await givenRule(
    'Rede parada',
    { words: ['rede parada'], requester_departments: ['financeiro'] },
    {
      ...{ priority: 'urgent', department: 'Infraestrutura', assignee_id: ANA, tags: ['rede'] },
      reply: 'Já estamos vendo. [b]Não desligue[/b] o roteador.',
    },
  )
  const filed = await file({ title: 'A REDE PARÁDA outra vez', tags: ['loja'], priority: 'low' })
  expect(filed).toMatchObject({
    ...{ priority: 'urgent', department: 'Infraestrutura', tags: ['loja', 'rede'] },
    ...{
      assignee: { id: ANA, name: 'Ana Costa' },
      message_count: 2,
      is_unread: true,
      first_response_at: null,
    },
  })
  const hours = (Date.parse(String(filed.date_deadline)) - Date.parse(String(filed.created_at))) / 3_600_000
  expect(hours, 'the deadline is that of the new priority').toBe(1)
  const { items } = (await maria.get(`/api/v1/tickets/${filed.id}/messages`)).body as {
    items: { message: string; sender_type: string; author: { id: number | null; name: string } }[]
  }
  expect(
    items.map(({ message, sender_type, author }) => [message, sender_type, author.id, author.name]),
  ).toEqual([
    [NEW_TICKET.description, 'user', MARIA, 'Maria Santos'],
    ['Já estamos vendo. [b]Não desligue[/b] o roteador.', 'system', null, 'Resposta automática'],
  ])
  expect(await auditOf(filed.id)).toMatchObject([
    {
      actor_id: null,
      before: { priority: 'low', assignee_department: null, responsible: null, tags: ['loja'] },
      after: {
        ...{ priority: 'urgent', assignee_department: 'Infraestrutura', responsible_id: ANA },
        ...{ tags: ['loja', 'rede'], rules: [{ id: rule.id, name: 'Rede parada' }] },
      },
    },
  ])
  const told = await world.sql`select kind from domain_events where ticket_id = ${filed.id} order by seq`
  expect(told.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['ticket-opened', 'message-added', 'ticket-assigned']),
  )
  await world.settle({ hurry: true })
  const comments = await commentsOf(world, filed.deal_id)
  expect(comments.filter((one) => JSON.stringify(one).includes('Já estamos vendo'))).toHaveLength(1)

  const other = await file({ title: 'A rede está lenta e parada' })
  expect(other).toMatchObject({ priority: 'medium', message_count: 1, assignee: null })
  expect(await auditOf(other.id)).toEqual([])
})

test('sent again it is the same ticket, answered once; whoever is named in the request gives way to no rule', async () => {
  await forget()
  await givenRule('Todos', {}, { assignee_id: ANA, reply: 'Recebemos.', tags: ['novo'] })
  const body = { ...NEW_TICKET, title: 'Duas vezes o mesmo pedido' }
  const headers = { 'Idempotency-Key': 'regra-uma-vez' }
  const [one, again] = [
    await maria.post('/api/v1/tickets', body, headers),
    await maria.post('/api/v1/tickets', body, headers),
  ]
  expect((again.body as Ticket).id).toBe((one.body as Ticket).id)
  expect(
    await world.sql`select count(*)::int from activities where source = 'system' and body_text = 'Recebemos.'`,
  ).toEqual([{ count: 1 }])
  const named = await file({ title: 'Para o João, por favor', resp_id: '1' }, joao)
  expect(named.assignee).toMatchObject({ crm_id: 1 })
  expect(named.tags).toEqual(['novo'])
})

test('rules are held against it in their order, may be switched off, and one whose person has left sets nobody', async () => {
  await forget()
  const first = await givenRule('Primeira', {}, { priority: 'high', assignee_id: JOAO })
  const second = await givenRule('Segunda', {}, { priority: 'low', tags: ['segunda'] })
  expect(await file({})).toMatchObject({ priority: 'high', tags: ['segunda'], assignee: { id: JOAO } })
  const order = [second, first].map(({ id, version }) => ({ id, version }))
  expect((await rita.put(`${path}/order`, { order })).status).toBe(200)
  expect(await file({})).toMatchObject({ priority: 'low', assignee: { id: JOAO } })
  expect((await rita.put(`${path}/order`, { order })).body, 'others were quicker').toMatchObject({
    ...{ status: 412, code: 'version-conflict' },
  })
  const [now] = await rulesNow()
  const off = { 'If-Match': `"${now?.version}"` }
  expect((await rita.patch(`${path}/${second.id}`, { is_active: false }, off)).status).toBe(200)
  await world.sql`update users set is_active = false where id = ${JOAO}`
  expect(await file({})).toMatchObject({ priority: 'high', tags: [], assignee: null })
  await world.sql`update users set is_active = true where id = ${JOAO}`
  expect(
    await world.sql`select action from audit_log where subject = 'rule' order by id desc limit 2`,
  ).toEqual([{ action: 'rule-changed' }, { action: 'rules-ordered' }])
})

test('the bench shows what a rule would have done to what was filed, as it was filed, and changes nothing', async () => {
  await forget()
  await givenRule('Impressoras', { words: ['plotter'] }, { priority: 'high', tags: ['impressora'] })
  const filed = await file({ title: 'O plotter da loja parou', priority: 'low' })
  await rita.patch(
    `/api/v1/tickets/${filed.id}`,
    { priority: 'urgent', assigned_to: ANA },
    { 'If-Match': '*' },
  )
  await world.settle({ hurry: true })
  const state = () =>
    world.sql`select (select md5(string_agg(d::text, '' order by id)) from deals d) as deals,
      (select count(*) from audit_log) as lines, (select count(*) from rules) as rules, (select count(*) from jobs) as jobs,
      (select count(*) from domain_events) as told`
  const before = await state()
  const rule = { name: 'Nova', effects: { priority: 'urgent', assignee_id: JOAO, reply: 'Vamos ver.' } }
  const trial = async (body: object) => {
    const answer = await rita.post(`${path}/try`, body)
    expect(answer.status, answer.text).toBe(200)
    const { items, ...counts } = answer.body as {
      tickets: number
      matched: number
      changed: number
      items: ({ id: number } & Record<string, unknown>)[]
    }
    return {
      counts,
      item: items.find(({ id }) => id === filed.id),
      other: items.find(({ id }) => id !== filed.id),
    }
  }
  const asFiled = { priority: 'low', department: null, assignee: null, tags: [] }
  const withOthers = await trial({ rule })
  expect(withOthers.item).toMatchObject({
    ...{ before: asFiled, reply: 'Vamos ver.', rules: ['Impressoras', 'Nova'] },
    after: { ...asFiled, priority: 'high', assignee: { id: JOAO, name: 'João Tech' }, tags: ['impressora'] },
  })
  expect(withOthers.counts).toMatchObject({ changed: withOthers.counts.tickets })
  const alone = await trial({ rule: { ...rule, conditions: { words: ['plotter'] } }, alone: true })
  expect(alone.item).toMatchObject({
    after: { ...asFiled, priority: 'urgent', assignee: { id: JOAO } },
    rules: ['Nova'],
  })
  expect(alone.other).toMatchObject({ rules: [], reply: null })
  expect(alone.counts).toMatchObject({ matched: 1, changed: 1 })
  const [kept] = await rulesNow()
  const changed = await trial({ rule: { ...rule, is_active: false }, instead_of: kept?.id })
  expect(changed.item, 'in its place, and switched on while it is tried').toMatchObject({ rules: ['Nova'] })
  expect((await trial({})).item).toMatchObject({
    after: { ...asFiled, priority: 'high', tags: ['impressora'] },
  })
  expect(await state()).toEqual(before)
})

describe('a canned reply as the first answer', () => {
  const replies = '/api/v1/replies'
  const text = 'Olá, {{requester_name}}. {{ticket_number}}, “{{title}}”: já vamos ver. {{agent_name}}'
  type Reply = { id: number; version: number }
  const given = async (body: object = {}, client = rita, at = replies) => {
    const answer = await client.post(at, { title: 'Já vamos ver', text, is_shared: true, ...body })
    expect(answer.status, answer.text).toBe(201)
    return answer.body as Reply
  }
  const answerOf = async ({ id }: Ticket) =>
    (await world.sql`select body_text from activities where ticket_id = ${id} and source = 'system'`).map(
      ({ body_text }) => body_text,
    )

  test('is what it says when a ticket is filed, filled, once, and in the CRM; the bench shows the same', async () => {
    await forget()
    const reply = await given()
    await givenRule('Pronta', { words: ['pronta'] }, { reply_id: reply.id })
    await givenRule('Depois', { words: ['pronta'] }, { reply: 'Uma segunda resposta.', tags: ['depois'] })
    const filed = await file({ title: 'Resposta pronta {{agent_name}}' })
    const said = `Olá, Maria Santos. ${filed.ticket_number}, “Resposta pronta {{agent_name}}”: já vamos ver. Resposta automática`
    expect(await answerOf(filed)).toEqual([said])
    expect(filed).toMatchObject({ tags: ['depois'], message_count: 2, first_response_at: null })
    await world.settle({ hurry: true })
    const comments = await commentsOf(world, filed.deal_id)
    expect(comments.filter((one) => JSON.stringify(one).includes('já vamos ver'))).toHaveLength(1)

    const path = `${replies}/${reply.id}`
    expect((await rita.patch(path, { text: 'Agora {{title}}.' }, { 'If-Match': '"1"' })).status).toBe(200)
    const trial = (await rita.post('/api/v1/admin/rules/try', {})).body as {
      items: { id: number; reply: string | null }[]
    }
    expect(trial.items.find(({ id }) => id === filed.id)?.reply).toBe('Agora Resposta pronta {{agent_name}}.')
    expect(await answerOf(filed), 'what was said stays').toEqual([said])
    expect(await answerOf(await file({ title: 'Outra pronta' }))).toEqual(['Agora Outra pronta.'])
  })

  test('is one that the team shares, and stays so while rules name it', async () => {
    await forget()
    const [own, macro, shared] = [
      await given({ is_shared: false }),
      await given({}, rita, '/api/v1/macros'),
      await given({}, joao),
    ]
    for (const id of [own.id, macro.id, 2_147_483_647])
      expect((await rita.post(path, { name: 'x', effects: { reply_id: id } })).body).toMatchObject({
        ...{ status: 422, errors: [{ field: 'effects.reply_id', code: 'not-valid' }] },
      })
    const rule = await givenRule('Usa', {}, { reply_id: shared.id })
    const one = `${replies}/${shared.id}`
    for (const answer of [
      await joao.delete(one),
      await rita.delete(one),
      await joao.patch(one, { is_shared: false }, { 'If-Match': '*' }),
    ])
      expect(answer.body).toMatchObject({
        ...{ status: 409, code: 'reply-in-use' },
        detail: expect.stringContaining('Usa'),
      })
    expect(
      (await joao.patch(one, { title: 'Outro nome', is_shared: true }, { 'If-Match': '*' })).status,
    ).toBe(200)
    // Of whoever names it and whoever deletes it at the same moment, one is told.
    const [named, dropped] = await Promise.all([
      rita.patch(`${path}/${rule.id}`, { effects: { tags: ['x'] } }, { 'If-Match': '*' }),
      joao.delete(one),
    ])
    expect(named.status).toBe(200)
    if (dropped.status === 409) expect((await joao.delete(one)).status).toBe(204)
    const raced = await given()
    const [made, gone] = await Promise.all([
      rita.post(path, { name: 'Corrida', effects: { reply_id: raced.id } }),
      rita.delete(`${replies}/${raced.id}`),
    ])
    expect([201, 422]).toContain(made.status)
    expect(gone.status).toBe(made.status === 201 ? 409 : 204)
  })
})

test('bad input is refused by field, names are taken once, and what others changed meanwhile is not overwritten', async () => {
  const rule = { name: 'Boa', effects: { tags: ['x'] } }
  for (const [change, field] of [
    [{ name: '' }, 'name'],
    [{ effects: {} }, 'effects'],
    [{ effects: undefined }, 'effects'],
    [{ effects: { priority: 'enorme' } }, 'effects.priority'],
    [{ effects: { assignee_id: MARIA } }, 'effects.assignee_id'],
    [{ effects: { assignee_id: 2_147_483_647 } }, 'effects.assignee_id'],
    [{ effects: { reply: 'a'.repeat(5_001) } }, 'effects.reply'],
    [{ effects: { reply: 'Seu CPF é {{cpf}}' } }, 'effects.reply'],
    [{ effects: { reply: 'a', reply_id: 1 } }, 'effects.reply_id'],
    [{ effects: { reply_id: 0 } }, 'effects.reply_id'],
    [{ effects: { tags: [] } }, 'effects.tags'],
    [{ conditions: { words: ['...'] } }, 'conditions.words.0'],
    [{ conditions: { words: ['a'.repeat(101)] } }, 'conditions.words.0'],
    [{ conditions: { categories: ['inexistente'] } }, 'conditions.categories'],
    [{ conditions: { languages: ['fr'] } }, 'conditions.languages.0'],
    [{ conditions: { regex: '(a+)+$' } }, 'conditions'],
  ] as const)
    expect((await rita.post(path, { ...rule, ...change })).body, field).toMatchObject({
      ...{ status: 422, errors: [expect.objectContaining({ field })] },
    })
  const { id } = await givenRule('Boa', {}, { tags: ['x'] })
  expect((await rita.post(path, rule)).body).toMatchObject({ status: 422, errors: [{ field: 'name' }] })
  const one = `${path}/${id}`
  expect((await rita.patch(one, { name: 'Outra' })).body).toMatchObject({ code: 'if-match-required' })
  expect((await rita.patch(one, { name: 'Outra' }, { 'If-Match': '"7"' })).body).toMatchObject({
    code: 'version-conflict',
  })
  expect((await rita.delete(one, { 'If-Match': '"7"' })).body).toMatchObject({ code: 'version-conflict' })
  expect((await rita.post(`${path}/try`, { instead_of: 2_147_483_647 })).body).toMatchObject({
    code: 'rule-not-found',
  })
  expect((await rita.delete(one, { 'If-Match': '"1"' })).status).toBe(204)
  expect((await rita.delete(one)).body).toMatchObject({ status: 404, code: 'rule-not-found' })
})
