import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { retryAssignments } from '#src/tickets/auto-assign.ts'
import type { Client } from '#test/client.ts'
import { ANA_IN_CRM, dealInCrm, filedTicket, JOAO_IN_CRM } from '#test/filed-ticket.ts'
import { NEW_TICKET } from '#test/new-tickets.ts'
import { listen } from '#test/room-client.ts'
import { ANA, JOAO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let maria: Client
let joao: Client
let rita: Client
beforeAll(async () => {
  world = await createWorld({ CRM_RATE: '50', CRM_BURST: '500', CRM_WAIT_MS: '500' })
  await world.control('PUT', 'limits', { enabled: false })
  maria = await world.signIn('1001')
  joao = await world.signIn('2001')
  rita = await world.signIn('9001')
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(async () => {
  await world.settle()
  await world.sql`delete from team_presence`
  await world.sql`update deals set status = 'closed', closed_at = now() where status <> 'closed'`
})

const path = '/api/v1/admin/assignment'
const switchTo = async (is_on: boolean) => {
  const answer = await rita.put(path, { department: ' ti', is_on })
  expect(answer.status, answer.text).toBe(200)
  return (answer.body as { items: { department: string }[] }).items.find(
    ({ department }) => department === 'TI',
  )
}
const here = (...ids: number[]) =>
  world.sql`insert into team_presence (user_id) select unnest(${ids}::int[]) on conflict (user_id) do update set seen_at = now()`
async function filed(client: Client = maria): Promise<{ id: number }> {
  const answer = await client.post('/api/v1/tickets', { ...NEW_TICKET, department: 'TI' })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body as { id: number }
}
async function dealOf({ id }: { id: number }) {
  const [row] = await world.sql<{ deal_id: number }[]>`select deal_id from deals where id = ${id}`
  return dealInCrm(world, row?.deal_id ?? 0)
}
const rowOf = async (id: number) =>
  (await world.sql`select responsible_id, responsible, status from deals where id = ${id}`)[0]

test('off by default: who is here is given nothing that nobody gave them', async () => {
  await here(JOAO, ANA)
  const { id } = await filed()
  await world.settle({ hurry: true })
  expect(await retryAssignments(world.gateway.ports.db)).toBe(0)
  expect(await rowOf(id)).toMatchObject({ responsible_id: null, status: 'open' })
})

test('two tickets at once are spread over those who are here, and the CRM, the rooms and the audit log know whose they are', async () => {
  expect(await switchTo(true)).toMatchObject({ is_on: true, people: 3, present: 0 })
  await here(JOAO, ANA)
  const both = await Promise.all([filed(), filed()])
  await world.settle()
  const rows = await Promise.all(both.map(({ id }) => rowOf(id)))
  expect(rows.map((row) => row?.responsible_id).sort()).toEqual([JOAO, ANA])
  expect(rows.map((row) => row?.status)).toEqual(['in_progress', 'in_progress'])
  const inCrm = await Promise.all(both.map(dealOf))
  expect(inCrm.map(({ assignedById }) => assignedById).sort()).toEqual([JOAO_IN_CRM, ANA_IN_CRM])
  const [first] = both
  const told =
    await world.sql`select kind, actor_id from domain_events where ticket_id = ${first.id} order by seq`
  expect(told).toContainEqual({ kind: 'ticket-assigned', actor_id: null })
  const audit =
    await world.sql`select action from audit_log where subject = 'ticket' and subject_id = ${first.id}`
  expect(audit).toContainEqual({ action: 'ticket-assigned-by-turn' })
})

test('whoever has the least to do comes first, and among equals whoever waited longest', async () => {
  await here(JOAO, ANA)
  for (let n = 0; n < 2; n++)
    await filedTicket(world, { responsibleId: JOAO as never, status: 'in_progress' })
  const given: unknown[] = []
  for (let n = 0; n < 4; n++) {
    const { id } = await filed()
    await world.settle()
    given.push((await rowOf(id))?.responsible)
  }
  // João has two: Ana gets two, and then they take turns.
  expect(given.slice(0, 2)).toEqual(['Ana Costa', 'Ana Costa'])
  expect(given.slice(2).sort()).toEqual(['Ana Costa', 'João Tech'])
})

test('nobody is given what they ask for themselves, nor what somebody has taken', async () => {
  await here(JOAO)
  const { id } = await filed(joao)
  await world.settle()
  expect(await rowOf(id)).toMatchObject({ responsible_id: null })
  await here(ANA)
  await joao.patch(`/api/v1/tickets/${id}`, { assigned_to: JOAO }, { 'If-Match': '*' })
  await retryAssignments(world.gateway.ports.db)
  await world.settle()
  expect(await rowOf(id)).toMatchObject({ responsible_id: JOAO })
})

test('if nobody is here it waits until somebody of the department comes, on whatever gateway', async () => {
  const { id } = await filed()
  await world.settle()
  expect(await rowOf(id)).toMatchObject({ responsible_id: null })
  await world.sql`insert into team_presence (user_id, seen_at) values (${JOAO}, now() - interval '10 minutes')`
  expect(await retryAssignments(world.gateway.ports.db)).toBe(0)
  await using _ana = await listen(await world.signIn('2002'))
  await expect
    .poll(async () => (await world.sql`select from team_presence where user_id = ${ANA}`).length)
    .toBe(1)
  expect(await retryAssignments(world.gateway.ports.db)).toBe(1)
  await world.settle()
  expect(await rowOf(id)).toMatchObject({ responsible: 'Ana Costa' })
})

test('what a rule wants to be nobody’s is given to nobody by itself, and to whom a person gives it', async () => {
  const rule = { name: 'À mão', conditions: { words: ['à mão'] }, effects: { assignee_id: null } }
  expect((await rita.post('/api/v1/admin/rules', rule)).status).toBe(201)
  await here(ANA)
  const answer = await maria.post('/api/v1/tickets', {
    ...NEW_TICKET,
    title: 'Este é dado à mão',
    department: 'TI',
  })
  expect(answer.status, answer.text).toBeLessThan(300)
  const { id } = answer.body as { id: number }
  await world.settle()
  expect(await retryAssignments(world.gateway.ports.db)).toBe(0)
  expect(await rowOf(id)).toMatchObject({ responsible_id: null })
  await joao.patch(`/api/v1/tickets/${id}`, { assigned_to: JOAO }, { 'If-Match': '*' })
  await world.settle()
  expect(await rowOf(id)).toMatchObject({ responsible_id: JOAO })
  const other = await filed()
  await world.settle()
  expect(await rowOf(other.id)).toMatchObject({ responsible_id: ANA })
})

test('a lead switches it for their department, and sees that of no other', async () => {
  await world.sql`update users set role = 'lead' where id = ${ANA}`
  const ana = await world.signIn('2002')
  const others = { department: 'Compras', is_on: true }
  expect((await rita.put(path, { ...others, is_on: false })).status).toBe(200)
  expect((await ana.put(path, others)).body).toMatchObject({ code: 'forbidden' })
  const seen = await ana.put(path, { department: 'TI', is_on: true })
  expect(seen.body).toMatchObject({ items: [{ department: 'TI', is_on: true }] })
  expect((await ana.get(path)).body).toEqual(seen.body)
  const both = ((await rita.get(path)).body as { items: { department: string }[] }).items
  expect(both).toContainEqual(expect.objectContaining({ department: 'compras', is_on: false }))
  await world.sql`update users set role = 'agent' where id = ${ANA}`
})

test('agents do not switch it, and what is switched off is given out no more', async () => {
  expect((await joao.get(path)).body).toMatchObject({ code: 'forbidden' })
  expect((await joao.put(path, { department: 'TI', is_on: true })).body).toMatchObject({ code: 'forbidden' })
  for (const body of [
    {},
    { department: '', is_on: true },
    { department: 'TI' },
    { department: 'a'.repeat(101), is_on: true },
  ])
    expect((await rita.put(path, body)).status).toBe(422)
  await here(ANA)
  expect(await switchTo(false)).toMatchObject({ is_on: false })
  const { id } = await filed()
  await world.settle()
  expect(await retryAssignments(world.gateway.ports.db)).toBe(0)
  expect(await rowOf(id)).toMatchObject({ responsible_id: null })
})

test('the CRM being away keeps nobody from being given work', async () => {
  await switchTo(true)
  await here(ANA)
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
  const { id } = await filed()
  await expect.poll(async () => (await rowOf(id))?.responsible, { timeout: 20_000 }).toBe('Ana Costa')
  await world.control('PUT', 'faults', [])
  await world.settle({ hurry: true })
  expect(await dealOf({ id })).toMatchObject({ assignedById: ANA_IN_CRM })
})
