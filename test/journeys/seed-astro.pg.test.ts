import { expect, test } from 'vitest'
import { formOf, PDF } from '#test/files/samples.ts'
import { readCrm } from '#test/invariants/crm-state.ts'
import { createWorld } from '#test/world.ts'

type Seen = { id: number; deal_id: number; upload_id: string }

test('ASTRO: Maria attaches a document; João is assigned, the priority raised, a note kept among the team; many are closed at once, and she rates hers', async () => {
  await using world = await createWorld()
  const [maria, joao, rita] = [
    await world.signIn('1001'),
    await world.signIn('2001'),
    await world.signIn('9001'),
  ]
  expect(await maria.get('/api/v1/meta'), 'T-27').toMatchObject({
    status: 200,
    body: { priorities: expect.any(Array) },
  })
  const uploaded = await maria.post('/api/v1/uploads', formOf({ name: 'agenda.pdf', bytes: PDF }))
  expect(uploaded, 'F-08').toMatchObject({ status: 201, body: { mime: 'application/pdf' } })
  const file = async (title: string, attachments: string[] = []) =>
    (
      await maria.post('/api/v1/tickets', {
        title,
        description: 'Meetings of next week are shown twice.',
        category: 'Calendar Problems',
        priority: 'Low',
        attachments,
      })
    ).body as Seen
  const { id, deal_id: dealId } = await file('Calendar sync is broken', [(uploaded.body as Seen).upload_id])
  const other = await file('Calendar shows wrong zone')
  const path = `/api/v1/tickets/${id}`
  const change = async (who: typeof joao, body: object) =>
    who.patch(path, body, { 'if-match': (await who.get(path)).headers.get('etag') ?? '' })

  expect(await change(rita, { assigned_to: 3 }), 'T-32, 0.3').toMatchObject({
    status: 200,
    body: { status: 'in_progress', assignee: { id: 3 } },
  })
  expect(await change(joao, { priority: 'high', tags: ['calendar'] })).toMatchObject({
    status: 200,
    body: { priority: 'high' },
  })
  expect(
    await maria.patch(path, { priority: 'urgent' }, { 'if-match': '*' }),
    'the team alone',
  ).toMatchObject({ status: 403 })
  expect(await joao.post(`${path}/messages`, { message: 'Known bug 12', is_internal: true })).toMatchObject({
    status: 201,
  })
  expect(await joao.post(`${path}/messages`, { message: 'Please update the app.' })).toMatchObject({
    status: 201,
  })
  expect(await maria.get(path), '0.3, M-07').toMatchObject({
    body: { status: 'waiting_for_user', message_count: expect.any(Number) },
  })
  expect(JSON.stringify((await maria.get(`${path}/messages`)).body)).not.toContain('Known bug')
  expect(JSON.stringify((await rita.get(`${path}/messages`)).body), 'T-25').toContain('Known bug')
  expect(
    await rita.get('/api/v1/tickets?scope=all&q=calendar&tag=calendar&priority=high'),
    'T-25, T-26',
  ).toMatchObject({ body: { items: [{ id }] } })

  const bulk = { ids: [id, other.id, 999_999], action: 'close' }
  expect(await rita.post('/api/v1/tickets/bulk', bulk), 'T-34').toMatchObject({
    status: 200,
    body: {
      results: [
        { id, ok: true },
        { id: other.id, ok: true },
        { id: 999_999, ok: false, code: 'ticket-not-found' },
      ],
    },
  })
  expect(await maria.get(path), 'T-35').toMatchObject({
    body: { status: 'closed', first_response_at: expect.any(String), closed_at: expect.any(String) },
  })
  expect(await maria.post(`${path}/rating`, { rating: 4 }), 'C-03').toMatchObject({ status: 200 })

  await world.settle({ hurry: true })
  const { deals } = await readCrm(world.sandbox.url)
  expect(deals.map(({ stageId }) => stageId)).toEqual(['C19:WON', 'C19:WON'])
  const deal = deals.find((one) => one.dealId === dealId)
  expect(deal).toMatchObject({ rating: '4' })
  expect(deal?.comments.flatMap(({ files }) => files)).toEqual([
    { name: 'agenda.pdf', sizeBytes: PDF.byteLength },
  ])
})
