import { expect, test } from 'vitest'
import { readCrm } from '#test/invariants/crm-state.ts'
import { listen } from '#test/room-client.ts'
import { createWorld } from '#test/world.ts'

type Seen = {
  id: number
  deal_id: number
  status: string
  priority: string
  messages: { message: string; is_internal: boolean }[]
}

test('IBORA: Maria was charged for a ride that she did not take; João asks, notes for himself, solves it, and she rates it', async () => {
  await using world = await createWorld({ CLOSED_REPLY: 'reject' })
  const [maria, pedro, joao] = [
    await world.signIn('1001'),
    await world.signIn('1002'),
    await world.signIn('2001'),
  ]
  const ride = { category: 'payment_issue', related: { type: 'ride', id: 77 } }
  const description = 'A corrida de ontem foi cancelada, e mesmo assim cobraram.'
  const short = await maria.post('/api/v1/tickets', { ...ride, subject: 'Cobrança', description })
  expect(short.status, 'T-09: ten letters').toBe(422)
  const unknown = await maria.post('/api/v1/tickets', {
    ...ride,
    category: 'weather',
    subject: 'Cobrança indevida',
    description,
  })
  expect(unknown.status, 'T-09: a category that is none').toBe(422)

  const filed = await maria.post('/api/v1/tickets', { ...ride, subject: 'Cobrança indevida', description })
  expect(filed).toMatchObject({
    status: 201,
    body: { priority: 'high', status: 'open', related: { type: 'ride', id: '77' } },
  })
  const { id, deal_id: dealId } = filed.body as Seen
  const path = `/api/v1/tickets/${id}`
  const says = (who: typeof maria, message: string, more = {}) =>
    who.post(`${path}/messages`, { message, ...more })
  const rate = (rating: number) =>
    maria.post(`${path}/rating`, { rating, feedback: 'Devolveram no mesmo dia' })

  expect(await says(joao, 'Pode mandar o comprovante?', { status_after: 'waiting_for_user' })).toMatchObject({
    status: 201,
  })
  expect(await says(joao, 'Parece o mesmo erro de março', { is_internal: true })).toMatchObject({
    status: 201,
  })
  expect(await maria.get(path)).toMatchObject({ body: { status: 'waiting_for_user' } })
  expect(await rate(5), 'C-05').toMatchObject({ status: 400, body: { code: 'ticket-not-resolved' } })
  expect(await says(maria, 'Segue o comprovante: 4711')).toMatchObject({ status: 201 })
  const seen = (await maria.get(path)).body as Seen
  expect(seen.status, 'M-03: her reply puts it back to work').toBe('in_progress')
  expect(
    seen.messages.map(({ message }) => message),
    'T-11, T-21, M-04: oldest first, without notes',
  ).toEqual([description, 'Pode mandar o comprovante?', 'Segue o comprovante: 4711'])
  expect(await pedro.get(path), 'T-21: not hers').toMatchObject({ status: 404 })

  expect(await says(joao, 'Devolvido.', { status_after: 'resolved' })).toMatchObject({ status: 201 })
  expect(await rate(6)).toMatchObject({ status: 422 })
  expect(await rate(5), 'C-02').toMatchObject({ status: 200 })
  expect(await maria.get(path)).toMatchObject({
    body: { status: 'closed', rating: 5, rating_feedback: 'Devolveram no mesmo dia' },
  })
  expect(await says(maria, 'Obrigada!'), 'M-03').toMatchObject({
    status: 400,
    body: { code: 'ticket-closed' },
  })
  expect(await maria.get('/api/v1/tickets?status=closed'), 'T-21').toMatchObject({
    body: { items: [{ id }] },
  })

  await world.settle({ hurry: true })
  const deal = (await readCrm(world.sandbox.url)).deals.find((one) => one.dealId === dealId)
  expect(deal).toMatchObject({ stageId: 'C19:WON', rating: '5' })
  expect(deal?.comments.map(({ text }) => text).join('\n')).toMatch(/comprovante\?.*4711.*Devolvido/s)
  expect(
    deal?.comments.some(({ text }) => text.includes('março')),
    'M-12',
  ).toBe(false)
})

test('IBORA: a ride that felt unsafe is urgent by its category; both talk as in a chat, and her rating closes it', async () => {
  await using world = await createWorld()
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  await using board = await listen(joao)
  await board.joinDashboard()
  const filed = await maria.post('/api/v1/tickets', {
    ...{ category: 'safety_concern', subject: 'Motorista correu demais', ride_id: 78 },
    description: 'Ele passou por dois sinais fechados na avenida.',
  })
  expect(filed, 'T-10').toMatchObject({
    status: 201,
    body: { priority: 'high', status: 'open', related: { type: 'ride', id: '78' } },
  })
  const { id, deal_id } = filed.body as Seen
  const path = `/api/v1/tickets/${id}`
  expect(await board.hears('new_ticket', (one) => one.id === id), 'T-12').toMatchObject({ priority: 'high' })

  await using hers = await listen(maria)
  await using his = await listen(joao)
  await hers.joinDeal(deal_id)
  await his.joinDeal(deal_id)
  const isText = (text: string) => (one: { activity: { description: string } }) =>
    one.activity.description === text
  await joao.post(`${path}/messages`, { message: 'Você está bem?' })
  expect(await hers.hears('new_comment', isText('Você está bem?')), 'R-05').toMatchObject({ deal_id })
  await maria.post(`${path}/messages`, { message: 'Estou, obrigada.' })
  await his.hears('new_comment', isText('Estou, obrigada.'))

  await joao.post(`${path}/messages`, { message: 'Ele foi suspenso.', status_after: 'resolved' })
  expect(await maria.post(`${path}/rating`, { rating: 5 }), 'C-02').toMatchObject({
    body: { message: 'Rating submitted', ticket: { status: 'closed' } },
  })
  await hers.hears('deal_updated', ({ changes }) => changes.status === 'closed')
})
