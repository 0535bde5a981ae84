import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { ANA, MARIA, PEDRO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'
import { commentsOf, rowOf, ticketInCrm, uploadOf } from './talk.ts'

const DAY_MS = 24 * 3_600_000

/** Closed so many days ago. */
const closedTicket = (world: World, days: number) =>
  ticketInCrm(world, {
    status: 'closed',
    stage_id: 'C19:WON',
    closed_at: new Date(world.clock.now().getTime() - days * DAY_MS),
    responsible_id: ANA,
    responsible: 'Ana Costa',
    tags: ['vpn'],
  })
const say = (who: Client, { id }: { id: number }, body: Record<string, unknown>) =>
  who.post(`/api/v1/tickets/${id}/messages`, body)

test('D-09: after the window a reply begins a new ticket that says which one it follows, once', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const closed = await closedTicket(world, 8)
  const before = await rowOf(world, closed)
  const attachments = [await uploadOf(maria, 'prova.txt')]
  const body = { message: 'Voltou a falhar', client_id: randomUUID(), attachments }
  const first = await say(maria, closed, body)
  expect(first.status, first.text).toBe(201)
  const { ticket_id } = first.body as { ticket_id: number }
  expect(ticket_id).not.toBe(closed.id)
  await world.settle()
  expect(await rowOf(world, closed)).toEqual(before)

  const answer = await maria.get(`/api/v1/tickets/${ticket_id}`)
  expect(answer.body).toMatchObject({
    title: before.title,
    description: 'Voltou a falhar',
    status: 'open',
    related: { type: 'follow_up', id: String(closed.id) },
    assignee: { id: ANA, name: 'Ana Costa' },
    tags: ['vpn'],
    message_count: 1,
    crm_status: 'synced',
  })
  const { deal_id } = answer.body as { deal_id: never }
  expect(deal_id).toBeGreaterThan(0)
  expect(await commentsOf(world, { ...closed, deal_id })).toEqual([expect.stringContaining('prova.txt')])

  const again = await say(maria, closed, body)
  expect([again.status, again.body]).toMatchObject([200, { ticket_id }])
  const [count] = await world.sql`select count(*)::int as tickets from deals`
  expect(count).toEqual({ tickets: 2 })
  const links = await world.sql`select from_id, to_id, kind from ticket_links`
  expect(links).toEqual([{ from_id: ticket_id, to_id: closed.id, kind: 'follow_up' }])
})

test('D-09: what the team adds to what is over begins nothing', async () => {
  await using world = await createWorld()
  const joao = await world.signIn('2001')
  const closed = await closedTicket(world, 30)
  const answer = await say(joao, closed, { message: 'Para o registro' })
  expect([answer.status, answer.body]).toMatchObject([201, { ticket_id: closed.id }])
  expect(await rowOf(world, closed)).toMatchObject({ status: 'closed', responsible_id: ANA })
})

test('D-09: CLOSED_REPLY=reject answers as the portal always did, and nothing is said', async () => {
  await using world = await createWorld({ CLOSED_REPLY: 'reject' })
  const maria = await world.signIn('1001')
  const closed = await closedTicket(world, 1)
  const answer = await maria.post('/ticket/comment', { deal_id: closed.deal_id, message: 'Oi' })
  expect([answer.status, answer.body]).toMatchObject([400, { detail: 'Ticket is closed' }])
  expect((await say(maria, closed, { message: 'Oi' })).body).toMatchObject({ code: 'ticket-closed' })
  expect(await world.sql`select from activities`).toHaveLength(0)
})

test('D-09: CLOSED_REPLY=follow_up begins a new ticket within the window, too', async () => {
  await using world = await createWorld({ CLOSED_REPLY: 'follow_up' })
  const maria = await world.signIn('1001')
  const closed = await closedTicket(world, 1)
  const answer = await maria.post('/ticket/comment', { deal_id: closed.deal_id, message: 'Oi de novo' })
  expect([answer.status, answer.body]).toEqual([200, { status: 'success' }])
  const rows = await world.sql`select related from deals order by id`
  expect(rows).toMatchObject([{}, { related: { type: 'follow_up', id: String(closed.id) } }])
})

test('D-09: a follow-up is begun on purpose, once, whatever an answer would do; of what is not closed there is none', async () => {
  await using world = await createWorld({ CLOSED_REPLY: 'reject' })
  const [maria, pedro] = [await world.signIn('1001'), await world.signIn('1002')]
  const closed = await closedTicket(world, 1)
  const begin = (who: Client, { id }: { id: number }, message = 'Voltou a falhar') =>
    who.post(`/api/v1/tickets/${id}/follow-up`, { message, client_id: 'de-novo' })
  const first = await begin(maria, closed)
  expect(first.status, first.text).toBe(201)
  const { ticket_id } = first.body as { ticket_id: number }
  expect((await begin(maria, closed)).body).toMatchObject({ ticket_id })
  expect((await begin(maria, closed, 'Outra coisa')).body).toMatchObject({ code: 'idempotency-key-reused' })
  expect((await maria.get(`/api/v1/tickets/${ticket_id}`)).body).toMatchObject({
    related: { type: 'follow_up', id: String(closed.id) },
  })
  const links = await world.sql`select from_id, to_id, kind from ticket_links`
  expect(links).toEqual([{ from_id: ticket_id, to_id: closed.id, kind: 'follow_up' }])
  const open = { id: ticket_id }
  expect((await maria.post(`/api/v1/tickets/${open.id}/follow-up`, { message: 'E?' })).body).toMatchObject({
    ...{ status: 409, code: 'ticket-not-closed' },
  })
  expect((await begin(pedro, closed)).body).toMatchObject({ code: 'ticket-not-found' })
})

test('of what was merged, a follow-up follows the ticket in which it went on, once that is closed; and nobody in copy begins one', async () => {
  await using world = await createWorld({ CLOSED_REPLY: 'reject' })
  const [maria, pedro, joao] = [
    await world.signIn('1001'),
    await world.signIn('1002'),
    await world.signIn('2001'),
  ]
  const [source, target] = [await ticketInCrm(world), await ticketInCrm(world)]
  const at = ({ id }: { id: number }, rest: string) => `/api/v1/tickets/${id}${rest}`
  const begin = (who: Client, message: string) => who.post(at(source, '/follow-up'), { message })
  await joao.post(at(source, '/merge'), { into: target.id })
  const early = await begin(maria, 'E agora?')
  expect([early.status, early.body]).toMatchObject([409, { code: 'ticket-merged' }])
  expect((early.body as { detail: string }).detail).toContain(target.ticket_number)
  expect(await world.sql`select from deals`).toHaveLength(2)

  await maria.post(at(target, '/close'), {})
  await joao.put(at(target, `/watchers/${PEDRO}`))
  await joao.put(at(source, `/watchers/${PEDRO}`))
  expect((await begin(pedro, 'Aqui também')).status).toBe(403)
  const begun = await begin(maria, 'Voltou a falhar')
  expect(begun.status, begun.text).toBe(201)
  const { ticket_id } = begun.body as { ticket_id: number }
  expect((await maria.get(at({ id: ticket_id }, ''))).body).toMatchObject({
    ...{ requester: { id: MARIA }, related: { type: 'follow_up', id: String(target.id) } },
  })
  const links = await world.sql`select from_id, to_id, kind from ticket_links`
  expect(links).toEqual([{ from_id: ticket_id, to_id: target.id, kind: 'follow_up' }])
})
