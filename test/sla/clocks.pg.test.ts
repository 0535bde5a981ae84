import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuildClocks } from '#src/tickets/rebuild-clocks.ts'
import type { Client } from '#test/client.ts'
import { crmPerson } from '#test/crm-person.ts'
import { refresh } from '#test/refresh.ts'
import { createWorld, type World } from '#test/world.ts'
import { clockOf, expectKept, historyOf } from './kept.ts'

let world: World
let maria: Client
let joao: Client
const DEADLINE = 'UF_CRM_1701707108'
const MINUTE = 60_000

beforeAll(async () => {
  world = await createWorld()
  maria = await world.signIn('1001')
  joao = await world.signIn('2001')
})
afterAll(() => world[Symbol.asyncDispose]())

type Filed = { id: number; deal_id: number; created_at: string; date_deadline: string }

async function files(priority: string, category = 'general'): Promise<Filed> {
  const { body } = await joao.post('/api/v1/tickets', {
    title: 'Impressora em chamas',
    description: 'Sai fumaça dela desde hoje de manhã.',
    ...{ category, priority, requester_id: 1 },
  })
  expect(body).toMatchObject({ id: expect.any(Number) })
  await world.settle()
  return (await ticket((body as Filed).id)) as Filed
}
const ticket = async (id: number) => (await joao.get(`/api/v1/tickets/${id}`)).body as Record<string, unknown>
const says = (who: Client, id: number, message: string, more: object = {}) =>
  who.post(`/api/v1/tickets/${id}/messages`, { message, ...more })
async function changes(id: number, wish: object): Promise<void> {
  const { version } = await ticket(id)
  const answer = await joao.patch(`/api/v1/tickets/${id}`, wish, { 'If-Match': `"${version}"` })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  await world.settle()
}

/** For tickets about access: a calendar around the clock, pauses while the requester is waited for, and three targets. */
async function makePolicy(): Promise<void> {
  const minutes = { firstResponseMin: 30, nextResponseMin: 20, resolutionMin: 120 }
  const targets = { urgent: minutes, high: minutes, medium: { ...minutes, resolutionMin: 240 }, low: minutes }
  await world.sql`insert into sla_policies ${world.sql({
    name: 'Redes',
    position: 1,
    match: world.sql.json({ categories: ['technical'] }),
    targets: world.sql.json(targets),
    pause_statuses: world.sql.json(['waiting_for_user', 'on_hold']),
  })}`
}

test('L-01, L-04, T-07: without policies the deadline is 1, 4, 24 or 72 hours after the creation, here and in the CRM', async () => {
  for (const [priority, hours] of Object.entries({ urgent: 1, high: 4, medium: 24, low: 72 })) {
    const { id, deal_id, created_at, date_deadline } = await files(priority)
    const dueAt = Date.parse(created_at) + hours * 60 * MINUTE
    expect(date_deadline).toBe(new Date(dueAt).toISOString())
    expect(await clockOf(world, id, 'resolution')).toMatchObject({
      state: 'running',
      due_at: new Date(dueAt),
    })
    expect(await historyOf(world, id)).toEqual([['created', { status: 'open', priority }]])
    const deal = await crmPerson(world).call<{ item: Record<string, string> }>('crm.item.get', {
      ...{ entityTypeId: 2, id: deal_id, useOriginalUfNames: 'Y' },
    })
    expect(Math.floor(dueAt / 1_000)).toBe(Date.parse(deal.item[DEADLINE] ?? '') / 1_000)
    const [job] = await world.sql`select name, run_at from jobs where key = ${`sla:${id}`}`
    expect(job).toEqual({ name: 'sla-due', run_at: new Date(dueAt - hours * 15 * MINUTE) })
  }
})

test('L-02: who answers, who writes and what becomes of the status is in the history, whichever way it came', async () => {
  await makePolicy()
  const { id, deal_id } = await files('medium', 'technical')
  await says(joao, id, 'Só entre nós', { is_internal: true })
  expect(await clockOf(world, id, 'first_response')).toMatchObject({ state: 'running' })
  await says(joao, id, 'Estamos vendo', { status_after: 'waiting_for_user' })
  expect(await clockOf(world, id, 'first_response')).toMatchObject({ state: 'fulfilled' })
  expect(await clockOf(world, id, 'resolution')).toMatchObject({ state: 'paused' })
  await world.settle()

  const crm = crmPerson(world)
  await crm.mails(deal_id, { SUBJECT: 'Resposta automática: férias' })
  await refresh(world, deal_id)
  expect(await ticket(id)).toMatchObject({ status: 'waiting_for_user' })
  await crm.mails(deal_id, { SUBJECT: 'Re: Impressora' })
  await refresh(world, deal_id)
  expect(await ticket(id), 'as a reply by the portal does').toMatchObject({ status: 'in_progress' })
  expect(await clockOf(world, id, 'resolution')).toMatchObject({ state: 'running' })
  expect(await clockOf(world, id, 'next_response')).toMatchObject({ state: 'running' })
  await crm.comments(deal_id, 'Trocamos o cabo')
  await refresh(world, deal_id)
  expect(await clockOf(world, id, 'next_response')).toMatchObject({ state: 'fulfilled' })

  await crm.changes(deal_id, { stageId: 'C19:WON' })
  await refresh(world, deal_id)
  await maria.post(`/api/v1/tickets/${id}/reopen`, { message: 'Parou de novo' })
  await world.settle()
  expect(await historyOf(world, id)).toEqual([
    ['created', { status: 'open', priority: 'medium' }],
    ['policy'],
    ['team-replied'],
    ['status', { to: 'waiting_for_user' }],
    ['requester-wrote'],
    ['status', { to: 'in_progress' }],
    ['team-replied'],
    ['status', { to: 'closed' }],
    ['status', { to: 'open' }],
    ['requester-wrote'],
  ])
  await expectKept(world)
})

test('L-04: what is opened in the CRM has a deadline, which the CRM shows too, unless somebody filled it in there', async () => {
  const crm = crmPerson(world)
  const [empty, filled] = [
    await crm.opens({ title: 'Sem prazo' }),
    await crm.opens({ title: 'Com prazo', [DEADLINE]: '2030-05-02T14:30:00+00:00' }),
  ]
  await refresh(world, empty)
  await refresh(world, filled)
  const rows = await world.sql`
    select extract(epoch from date_deadline - created_at)::int as seconds, date_deadline from deals
    where deal_id in (${empty}, ${filled}) order by deal_id`
  expect(rows).toMatchObject([{ seconds: 86_400 }, { date_deadline: new Date('2030-05-02T14:30:00Z') }])
  const { item } = await crm.call<{ item: Record<string, string> }>('crm.item.get', {
    ...{ entityTypeId: 2, id: empty, useOriginalUfNames: 'Y' },
  })
  expect(new Date(item[DEADLINE] ?? '')).toEqual(rows[0]?.date_deadline)
  await expectKept(world)
})

test('L-04: a deadline that somebody sets in the CRM stays, whatever comes, until they take it away', async () => {
  const crm = crmPerson(world)
  const { id, deal_id } = await files('medium')
  await crm.changes(deal_id, { [DEADLINE]: '2030-01-02T10:00:00+00:00' })
  await refresh(world, deal_id)
  await changes(id, { priority: 'urgent' })
  expect(await ticket(id)).toMatchObject({ date_deadline: '2030-01-02T10:00:00.000Z', priority: 'urgent' })
  await crm.changes(deal_id, { [DEADLINE]: '' })
  await refresh(world, deal_id)
  const { date_deadline, created_at } = await ticket(id)
  expect(Date.parse(String(date_deadline)) - Date.parse(String(created_at))).toBe(60 * MINUTE)
  // The CRM cuts moments to their second, so within one either may stand first.
  const kinds = (await historyOf(world, id)).map(([kind]) => kind)
  expect(kinds.toSorted()).toEqual(['created', 'deadline-set', 'deadline-set', 'priority'])
  await expectKept(world)
})

test('L-05: a category of another policy carries the time over; what was never kept is derived once and then the same', async () => {
  const { id } = await files('medium')
  await changes(id, { category: 'technical' })
  const { date_deadline, created_at } = await ticket(id)
  expect(Date.parse(String(date_deadline)) - Date.parse(String(created_at))).toBe(240 * MINUTE)
  await world.sql`delete from sla_clocks where ticket_id = ${id}`
  await world.sql`update deals set date_deadline = null where id = ${id}`
  const first = await rebuildClocks(world.gateway.ports)
  expect(first.changed).toBeGreaterThan(1)
  expect(await rebuildClocks(world.gateway.ports)).toMatchObject({ begun: 0, changed: 0 })
  expect(await ticket(id)).toMatchObject({ date_deadline })
  await expectKept(world)
})
