import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TicketId } from '#src/ids.ts'
import type { Client } from '#test/client.ts'
import { dealInCrm, filedTicket, JOAO_IN_CRM } from '#test/filed-ticket.ts'
import { givenTicket, JOAO, PEDRO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

type Result = { id: number; ok: boolean; status: string; code?: string; message?: string }

let world: World
let maria: Client
let joao: Client

beforeAll(async () => {
  world = await createWorld({ CRM_RATE: '50', CRM_BURST: '500' })
  await world.control('PUT', 'limits', { enabled: false })
  maria = await world.signIn('1001')
  joao = await world.signIn('2001')
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.control('PUT', 'faults', []))

const rowOf = async (id: number) => (await world.sql`select * from deals where id = ${id}`)[0] ?? {}
async function bulk(body: object): Promise<Result[]> {
  const answer = await joao.post('/api/v1/tickets/bulk', body)
  expect(answer.status, answer.text).toBe(200)
  return (answer.body as { results: Result[] }).results
}

describe('T-32, T-34: POST /api/v1/tickets/bulk', () => {
  test('each of the actions, here and in the CRM', async () => {
    const { id, dealId } = await filedTicket(world)
    for (const [action, value, columns] of [
      ['assign', JOAO, { responsible_id: JOAO, status: 'in_progress' }],
      ['priority', 'Urgent', { priority: 'urgent' }],
      ['tag', ' fogo ', { tags: ['fogo'] }],
      ['tag', 'fumaça', { tags: ['fogo', 'fumaça'] }],
      ['status', 'waiting_user', { status: 'waiting_for_user' }],
      ['assign', null, { responsible_id: null }],
      ['close', 'failed', { status: 'closed', close_reason: 'failed' }],
    ] as const) {
      expect(await bulk({ ids: [id], action, value }), action).toEqual([{ id, ok: true, status: 'changed' }])
      expect(await rowOf(id), action).toMatchObject(columns)
    }
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:LOSE', assignedById: JOAO_IN_CRM })
    const [other] = [await filedTicket(world)]
    expect(await bulk({ ids: [other.id], action: 'close' })).toMatchObject([{ status: 'changed' }])
    expect(await rowOf(other.id)).toMatchObject({ status: 'closed', close_reason: null })
  })

  test('each for itself: what is closed, unknown or rejected costs the others nothing', async () => {
    const [good, closed, same, gone] = [
      await filedTicket(world),
      await filedTicket(world, { status: 'closed', stageId: 'C19:WON', closedAt: new Date() }),
      await filedTicket(world, { status: 'in_progress', stageId: 'C19:PREPARATION' }),
      // A deal that the CRM does not have.
      await givenTicket(world, { deal_id: 1_999_999 }),
    ]
    const ids = [good.id, closed.id, 888_888, same.id, gone.id, good.id]
    const results = await bulk({ ids, action: 'status', value: 'in_progress' })
    expect(results).toMatchObject([
      { id: good.id, ok: true, status: 'changed' },
      { id: closed.id, ok: false, status: 'failed', code: 'invalid-transition', message: expect.any(String) },
      { id: 888_888, ok: false, status: 'failed', code: 'ticket-not-found', message: expect.any(String) },
      { id: same.id, ok: true, status: 'unchanged' },
      { id: gone.id, ok: false, status: 'failed', code: 'crm-rejected', message: expect.any(String) },
    ])
    expect(results).toHaveLength(5)
  })

  test('many are put off and brought back, each for itself; a moment that is no use is refused for all', async () => {
    const [one, closed] = [await givenTicket(world), await givenTicket(world, { status: 'closed' })]
    const until = new Date(world.clock.now().getTime() + 3_600_000).toISOString()
    const putOff = { ids: [one.id, closed.id, 888_888], action: 'snooze', value: until }
    expect(await bulk(putOff)).toMatchObject([
      { id: one.id, status: 'changed' },
      { id: closed.id, status: 'failed', code: 'ticket-closed' },
      { id: 888_888, status: 'failed', code: 'ticket-not-found' },
    ])
    expect(await rowOf(one.id)).toMatchObject({ snoozed_until: new Date(until) })
    expect(await bulk({ ...putOff, ids: [one.id] })).toMatchObject([{ status: 'unchanged' }])
    expect(await bulk({ ids: [one.id], action: 'snooze', value: null })).toMatchObject([
      { status: 'changed' },
    ])
    expect(await rowOf(one.id)).toMatchObject({ snoozed_until: null })
    for (const value of ['2020-01-01T12:00:00Z', '2999-01-01T12:00:00Z', 'amanhã'])
      expect((await joao.post('/api/v1/tickets/bulk', { ...putOff, value })).status, value).toBe(422)
  })

  test('two hundred at once, all of them in the CRM', async () => {
    const tickets = await Promise.all(Array.from({ length: 200 }, () => filedTicket(world)))
    // On a busy machine not all in one request, which says of which it had no time.
    for (let ids = tickets.map(({ id }) => id); ids.length > 0; ) {
      const results = await bulk({ ids, action: 'assign', value: JOAO })
      const left = results.filter(({ ok }) => !ok)
      expect(left.filter(({ code }) => code !== 'too-slow')).toEqual([])
      ids = left.map(({ id }) => id as TicketId)
    }
    await world.settle({ hurry: true })
    const [row] = await world.sql`select count(*)::int as assigned from deals where responsible_id = ${JOAO}
      and status = 'in_progress' and id = any(${tickets.map(({ id }) => id)})`
    expect(row?.assigned).toBe(200)
    for (const { dealId } of tickets.slice(0, 3))
      expect(await dealInCrm(world, dealId)).toMatchObject({ assignedById: JOAO_IN_CRM })
  })

  test('the CRM is away: all of them together wait as long as one, and are pending', async () => {
    await using hanging = await createWorld({ CRM_WAIT_MS: '1000', CRM_RATE: '50', CRM_BURST: '500' })
    const tickets = await Promise.all(Array.from({ length: 40 }, () => filedTicket(hanging)))
    await hanging.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'hang' }])
    const agent = await hanging.signIn('2001')
    const startedAt = performance.now()
    const body = { ids: tickets.map(({ id }) => id), action: 'priority', value: 'high' }
    const { results } = (await agent.post('/api/v1/tickets/bulk', body)).body as { results: Result[] }
    expect(performance.now() - startedAt, 'one after the other').toBeLessThan(tickets.length * 1_000)
    expect(results).toEqual(tickets.map(({ id }) => ({ id, ok: true, status: 'pending' })))
  })

  test('nothing is done where the request does not fit', async () => {
    const { id } = await filedTicket(world)
    for (const body of [
      { ids: [], action: 'close' },
      { ids: Array.from({ length: 201 }, (_, n) => n + 1), action: 'close' },
      { ids: [id, 'x'], action: 'close' },
      { ids: [0], action: 'close' },
      { ids: [2 ** 31], action: 'close' },
      { ids: id, action: 'close' },
      { ids: [id], action: 'delete' },
      { ids: [id] },
      { ids: [id], action: 'assign' },
      { ids: [id], action: 'assign', value: PEDRO },
      { ids: [id], action: 'assign', value: 4711 },
      { ids: [id], action: 'status', value: 'done' },
      { ids: [id], action: 'priority', value: 'p1' },
      { ids: [id], action: 'tag', value: 'x'.repeat(41) },
      { ids: [id], action: 'close', value: 'bored' },
      { ids: [id], action: 'close', reason: 'failed' },
    ]) {
      expect((await joao.post('/api/v1/tickets/bulk', body)).status, JSON.stringify(body)).toBe(422)
    }
    expect(await rowOf(id)).toMatchObject({ version: 1 })
  })

  test('for the team alone', async () => {
    const { id } = await filedTicket(world)
    expect((await maria.post('/api/v1/tickets/bulk', { ids: [id], action: 'close' })).status).toBe(403)
    expect((await world.visitor().post('/api/v1/tickets/bulk', { ids: [id], action: 'close' })).status).toBe(
      401,
    )
  })

  test('at most twenty tags', async () => {
    const tags = Array.from({ length: 20 }, (_, n) => `t${n}`)
    const { id } = await filedTicket(world, { tags })
    expect(await bulk({ ids: [id], action: 'tag', value: 'mais' })).toMatchObject([
      { ok: false, code: 'invalid-request' },
    ])
    expect(await bulk({ ids: [id], action: 'tag', value: 't3' })).toMatchObject([{ status: 'unchanged' }])
  })
})
