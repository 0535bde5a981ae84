import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { dealInCrm, filedTicket, JOAO_IN_CRM } from '#test/filed-ticket.ts'
import { givenTicket, JOAO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let maria: Client
let joao: Client
let ana: Client

beforeAll(async () => {
  world = await createWorld({ CRM_RATE: '50', CRM_BURST: '500' })
  await world.control('PUT', 'limits', { enabled: false })
  maria = await world.signIn('1001')
  joao = await world.signIn('2001')
  ana = await world.signIn('2002')
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.control('PUT', 'faults', []))

const rowOf = async (id: number) => (await world.sql`select * from deals where id = ${id}`)[0] ?? {}
const saidOn = (id: number) =>
  world.sql`select kind, body_text, is_internal, client_id from activities where ticket_id = ${id} order by id`
async function givenMacro(body: object, who = joao): Promise<number> {
  const answer = await who.post('/api/v1/macros', { title: 'Macro', ...body })
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { id: number }).id
}
const apply = (id: number, macro_id: number, client_id: string, who = joao) =>
  who.post(`/api/v1/tickets/${id}/macro`, { macro_id, client_id })

test('a macro does all that it names, here and in the CRM, and says what it says, filled', async () => {
  const { id, dealId } = await filedTicket(world, { tags: ['velha', 'fica'] })
  const macro = await givenMacro({
    text: 'Olá, {{requester_name}}. {{agent_name}} resolveu {{title}}.',
    changes: {
      ...{ status: 'resolved', priority: 'Alto', assigned_to: 'me', department: 'TI' },
      ...{ category: 'access', add_tags: ['nova', 'fica'], remove_tags: ['velha'] },
    },
  })
  const answer = await apply(id, macro, 'tudo-1')
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body).toMatchObject({ status: 'resolved', priority: 'high', tags: ['fica', 'nova'] })
  expect(await rowOf(id)).toMatchObject({
    ...{ status: 'resolved', priority: 'high', responsible_id: JOAO, assignee_department: 'TI' },
    ...{ tags: ['fica', 'nova'], is_unread: true },
  })
  expect(await saidOn(id)).toMatchObject([
    { kind: 'comment', body_text: 'Olá, Maria Santos. João Tech resolveu Impressora em chamas.' },
  ])
  await world.settle()
  expect(await dealInCrm(world, dealId)).toMatchObject({ assignedById: JOAO_IN_CRM })
  expect((await maria.get(`/api/v1/tickets/${id}/messages`)).text).toContain('João Tech resolveu')

  const audit = async () =>
    (await joao.get(`/api/v1/tickets/${id}/audit`)).text.split('"macro-applied"').length - 1
  expect(await audit()).toBe(1)
  // The answer got lost: sent again, it is the same application.
  const again = await apply(id, macro, 'tudo-1')
  expect(again.body).toMatchObject({ status: 'resolved' })
  expect(await saidOn(id)).toHaveLength(1)
  expect(await audit()).toBe(1)
  expect((await apply(id, await givenMacro({ text: 'Outra' }), 'tudo-1')).body).toMatchObject({
    code: 'idempotency-key-reused',
  })
})

test('the same request sent twice at once is applied once', async () => {
  const { id } = await filedTicket(world)
  const macro = await givenMacro({ text: 'Só uma vez', changes: { priority: 'urgent' } })
  const both = await Promise.all([apply(id, macro, 'duas-1'), apply(id, macro, 'duas-1')])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  await world.settle()
  expect(await saidOn(id)).toHaveLength(1)
})

test('after the CRM’s no nothing has changed and nothing was said, however often it is asked', async () => {
  const ticket = await givenTicket(world, { deal_id: 1_999_998, priority: 'low' })
  const macro = await givenMacro({ text: 'Não será dito', changes: { priority: 'urgent', add_tags: ['x'] } })
  for (const _ of [1, 2])
    expect((await apply(ticket.id, macro, 'recusada')).body).toMatchObject({ code: 'crm-rejected' })
  expect(await rowOf(ticket.id)).toMatchObject({ priority: 'low', tags: [] })
  expect(await saidOn(ticket.id)).toEqual([])
})

test('while the CRM is away it is promised once, and done when it is back', async () => {
  const { id } = await filedTicket(world)
  const macro = await givenMacro({ text: 'Depois', changes: { priority: 'urgent' } })
  await world.control('PUT', 'faults', [{ match: { method: 'crm.item.update' }, effect: 'reset' }])
  const waiting = await Promise.all([apply(id, macro, 'longe'), apply(id, macro, 'longe')])
  expect(waiting.map(({ status }) => status)).toEqual([202, 202])
  expect(await saidOn(id)).toEqual([])
  await world.control('PUT', 'faults', [])
  await world.settle({ hurry: true })
  expect(await rowOf(id)).toMatchObject({ priority: 'urgent' })
  expect(await saidOn(id)).toHaveLength(1)
})

test('a note is for the team alone, and a reply without a status moves the ticket on as any reply', async () => {
  const { id } = await filedTicket(world)
  expect((await apply(id, await givenMacro({ text: 'Segredo', is_internal: true }), 'nota')).status).toBe(200)
  expect(await rowOf(id)).toMatchObject({ status: 'open', is_unread: false })
  expect((await maria.get(`/api/v1/tickets/${id}/messages`)).text).not.toContain('Segredo')
  expect((await apply(id, await givenMacro({ text: 'Olá' }), 'resposta')).status).toBe(200)
  expect(await rowOf(id)).toMatchObject({ status: 'in_progress', responsible_id: JOAO })
})

test('bad input: closed, gone, somebody else’s own and what it names no more are refused, and nothing is done', async () => {
  const macro = await givenMacro({ text: 'Olá', changes: { assigned_to: 4 } })
  const closed = await filedTicket(world, { status: 'closed', stageId: 'C19:WON', closedAt: new Date() })
  expect((await apply(closed.id, macro, 'encerrado')).body).toMatchObject({
    status: 409,
    code: 'macro-on-closed',
  })
  expect(await saidOn(closed.id)).toEqual([])

  const { id } = await filedTicket(world)
  expect((await apply(id, macro, 'da-outra', ana)).body).toMatchObject({
    status: 404,
    code: 'macro-not-found',
  })
  expect((await apply(id, macro, 'sem-direito', maria)).body).toMatchObject({ code: 'forbidden' })
  expect((await apply(999_999, macro, 'nada')).body).toMatchObject({ code: 'ticket-not-found' })
  const full = Array.from({ length: 20 }, (_, n) => `t${n}`)
  const tagged = await filedTicket(world, { tags: full })
  const oneMore = await givenMacro({ changes: { add_tags: ['mais'] } })
  expect((await apply(tagged.id, oneMore, 'cheio')).body).toMatchObject({ code: 'macro-outdated' })
  await world.sql`update users set is_active = false where id = 4`
  const outdated = await apply(id, macro, 'saiu')
  expect(outdated.body).toMatchObject({ status: 409, code: 'macro-outdated' })
  await world.sql`update users set is_active = true where id = 4`
  for (const body of [
    { macro_id: macro },
    { client_id: 'a' },
    { macro_id: 0, client_id: 'a' },
    { macro_id: macro, client_id: '' },
  ])
    expect((await joao.post(`/api/v1/tickets/${id}/macro`, body)).status).toBe(422)
  expect(await saidOn(id)).toEqual([])
})
