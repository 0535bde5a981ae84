import { expect, test } from 'vitest'
import type { TicketId } from '#src/ids.ts'
import { promiseLooks, writeLines } from '#src/sla/write-clocks.ts'
import { dealInCrm } from '#test/filed-ticket.ts'
import { createWorld } from '#test/world.ts'

type Seen = { id: number; deal_id: number }

test('RU-SPEC: Maria writes in Russian; who has read what is told to both sides; her reply to what was solved opens it again', async () => {
  await using world = await createWorld()
  const [maria, ana] = [await world.signIn('1001'), await world.signIn('2002')]
  const filed = await maria.post('/api/v1/tickets', {
    subject: 'Не работает принтер',
    message: 'С самого утра печатает только пустые листы.',
  })
  expect(filed, 'T-14').toMatchObject({
    status: 201,
    body: {
      status: 'open',
      priority: 'medium',
      assignee: null,
      is_read_by_user: true,
      is_read_by_admin: false,
    },
  })
  const { id, deal_id: dealId } = filed.body as Seen
  const path = `/api/v1/tickets/${id}`
  const state = async () => (await ana.get(path)).body

  expect(
    await ana.get('/api/v1/tickets?scope=all&assigned_to=0&skip=0&limit=10'),
    'T-24, D-22',
  ).toMatchObject({
    body: { items: [{ id }], total: 1, skip: 0, limit: 10 },
  })
  expect(
    await ana.get(`/api/v1/tickets?scope=all&q=${encodeURIComponent('принтеры')}`),
    'T-26',
  ).toMatchObject({ body: { items: [{ id }] } })
  expect(await ana.post(`${path}/read`), 'T-39').toMatchObject({
    status: 200,
    body: { success: true, message: expect.any(String) },
  })
  expect(await state()).toMatchObject({ is_read_by_admin: true, is_read_by_user: true })

  const reply = await ana.post(`${path}/messages`, {
    message: 'Замените картридж, пожалуйста.',
    attachments: null,
  })
  expect(reply, 'M-06').toMatchObject({ status: 201, body: { ticket_id: id, is_from_user: false } })
  expect(await state(), 'T-40, 0.3: a reply starts the work, by who replies').toMatchObject({
    status: 'in_progress',
    assignee: { id: 4 },
    is_read_by_user: false,
    first_response_at: expect.any(String),
  })
  const thanks = await maria.post(`${path}/messages`, { message: 'Заменила, работает!' })
  expect(thanks).toMatchObject({ status: 201, body: { is_from_user: true } })
  expect(await state()).toMatchObject({ is_read_by_admin: false })
  const etag = (await ana.get(path)).headers.get('etag') ?? ''
  expect(await ana.patch(path, { status: 'resolved' }, { 'if-match': etag }), 'T-31, T-37').toMatchObject({
    status: 200,
    body: { status: 'resolved', resolved_at: expect.any(String) },
  })
  await maria.post(`${path}/messages`, { message: 'Опять пустые листы.' })
  expect(await state(), '0.3: opened again').toMatchObject({
    status: 'open',
    reopen_count: 1,
    resolved_at: null,
  })

  await world.settle({ hurry: true })
  const crm = (await world.control('GET', 'state')) as { deals: { ID: string; STAGE_ID: string }[] }
  expect(crm.deals.find(({ ID }) => ID === String(dealId))?.STAGE_ID).toBe('C19:NEW')
})

test('RU-SPEC: what waits too long is raised in its priority, of which the requester, the team and the CRM know', async () => {
  await using world = await createWorld()
  const [maria, ana, rita] = [
    await world.signIn('1001'),
    await world.signIn('2002'),
    await world.signIn('9001'),
  ]
  const targets = Object.fromEntries(
    ['urgent', 'high', 'medium', 'low'].map((one) => [one, { resolution_min: 240 }]),
  )
  const policy = { name: 'Эскалация', position: 1, calendar_id: null, targets }
  const escalations = [{ clock: 'resolution', at: 100, do: { kind: 'raise_priority' } }]
  expect(await rita.post('/api/v1/sla/policies', { ...policy, escalations })).toMatchObject({ status: 201 })
  const filed = await maria.post('/api/v1/tickets', {
    ...{ subject: 'Не открывается почта', message: 'Сервер отвечает, что соединение закрыто.' },
  })
  const { id, deal_id: dealId } = filed.body as Seen
  expect(filed.body).toMatchObject({ priority: 'medium' })
  // Its time is over.
  await world.gateway.ports.db.transaction(async (tx) => {
    const [ticketId, now] = [id as TicketId, world.clock.now()]
    const data = { dueAt: new Date(now.getTime() - 60_000).toISOString() }
    await writeLines(tx, [{ ticketId, at: now, kind: 'deadline-set', data }])
    await promiseLooks(tx, [{ ticketId, at: now }])
  })
  await world.settle({ hurry: true })
  for (const person of [maria, ana])
    expect(await person.get(`/api/v1/tickets/${id}`), 'L-03').toMatchObject({ body: { priority: 'high' } })
  const deal = JSON.stringify(await dealInCrm(world, dealId))
  expect(deal, 'W-03: Alto').toMatch(/1701707001":"?1559/)
})
