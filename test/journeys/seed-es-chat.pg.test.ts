import { expect, test } from 'vitest'
import { readCrm } from '#test/invariants/crm-state.ts'
import { createWorld } from '#test/world.ts'

type Seen = { id: number; deal_id: number; version: number; messages: object[] }

test('ES-CHAT: Pedro’s flight was moved; the team finds it among what is open, takes it, answers him, and he reads it', async () => {
  await using world = await createWorld()
  const [pedro, ana] = [await world.signIn('1002'), await world.signIn('2002')]
  const filed = await pedro.post('/api/v1/tickets', {
    subject: 'Vuelo cambiado sin aviso',
    description: 'Mi vuelo a Recife sale ahora un día después.',
    priority: 'urgent',
    category: 'flight',
  })
  expect(filed, 'T-13').toMatchObject({
    status: 201,
    body: {
      status: 'open',
      priority: 'urgent',
      category: 'flight',
      ticket_number: expect.stringMatching(/^TKT-\d{8}-\d{5}$/),
    },
  })
  const { id, deal_id: dealId } = filed.body as Seen
  const path = `/api/v1/tickets/${id}`

  expect(await ana.get('/api/v1/tickets?scope=all&status=open'), 'T-22').toMatchObject({
    body: { items: [{ id }] },
  })
  expect(await pedro.get('/api/v1/tickets?requester_id=1'), 'self or team').toMatchObject({ status: 404 })
  expect(await ana.get('/api/v1/tickets?requester_id=2')).toMatchObject({ body: { items: [{ id }] } })
  const { headers } = await ana.get(path)
  const taken = await ana.patch(
    path,
    { status: 'in_progress', assigned_to: 4 },
    { 'if-match': headers.get('etag') ?? '' },
  )
  expect(taken, 'T-30').toMatchObject({ status: 200, body: { status: 'in_progress', assignee: { id: 4 } } })

  const reply = { message: 'Le hemos encontrado otro vuelo <b>hoy</b>.', message_type: 'text' }
  expect(await ana.post(`${path}/messages`, reply), 'M-05').toMatchObject({
    status: 201,
    body: { sender_type: 'admin' },
  })
  expect(await pedro.get(path), 'T-38').toMatchObject({ body: { is_unread: true } })
  expect(await pedro.post(`${path}/read`)).toMatchObject({ status: 200, body: { success: true } })
  expect(await pedro.get(path)).toMatchObject({ body: { is_unread: false } })
  expect(await pedro.post(`${path}/messages`, { message: 'Perfecto, gracias.' })).toMatchObject({
    body: { sender_type: 'user' },
  })
  const again = await ana.get(path)
  const solved = await ana.patch(
    path,
    { status: 'resolved' },
    { 'if-match': again.headers.get('etag') ?? '' },
  )
  expect(solved, 'T-36').toMatchObject({ status: 200, body: { resolved_at: expect.any(String) } })

  expect(await ana.get('/api/v1/stats'), 'G-01').toMatchObject({
    body: {
      ...{ total: 1, by_status: { open: 0, resolved: 1 }, by_priority: { urgent: 1, low: 0 } },
      unread_messages: 1,
    },
  })
  await ana.post(`${path}/read`)
  expect(await ana.get('/api/v1/stats'), 'M-05: read').toMatchObject({ body: { unread_messages: 0 } })

  await world.settle({ hurry: true })
  const deal = (await readCrm(world.sandbox.url)).deals.find((one) => one.dealId === dealId)
  expect(deal?.comments.filter(({ text }) => text.includes('otro vuelo'))).toHaveLength(1)
  expect(deal?.comments.filter(({ text }) => text.includes('Perfecto'))).toHaveLength(1)
})
