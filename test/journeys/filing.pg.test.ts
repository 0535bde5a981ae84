import { expect, test } from 'vitest'
import { commentsOf, dealsOf } from '#test/crm-state.ts'
import { type Filed, PORTAL_TICKET, textFile } from '#test/new-tickets.ts'
import { createWorld } from '#test/world.ts'

type Card = Filed & { title: string; files: { filename: string; file_url: string }[]; activities: object[] }

test('2.1, T-03, T-04, G-04: what Maria files in the portal is a deal in the CRM, on her list, on the kanban, and its file can be opened', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const pedro = await world.signIn('1002')
  const joao = await world.signIn('2001')
  const filed = await maria.post('/ticket', {
    ...PORTAL_TICKET,
    attachments: [textFile('nota.txt', 'Nota 4711')],
  })
  expect(filed.status).toBe(201)
  const { deal_id, ticket_number } = filed.body as Filed
  await world.settle()

  expect(await dealsOf(world, PORTAL_TICKET.title)).toMatchObject([{ ID: String(deal_id) }])
  expect(await commentsOf(world, deal_id)).toHaveLength(1)

  const [card] = (await maria.get('/tickets-opens/1')).body as Card[]
  expect(card).toMatchObject({ deal_id, ticket_number, files: [{ filename: 'nota.txt' }] })
  expect(await (await fetch(card?.files[0]?.file_url ?? '')).text()).toBe('Nota 4711')
  expect(card?.activities, 'what the team is told about files is not for her').toMatchObject([
    { type_id: '2', description: PORTAL_TICKET.description, direction: 'incoming' },
  ])
  const kanban = (await joao.get('/kanban/cards')).body as Card[]
  expect(kanban.map((one) => one.deal_id)).toEqual([deal_id])
  expect((await pedro.get('/kanban/cards')).body).toEqual([])
  expect((await pedro.get('/api/v1/tickets/1')).status).toBe(404)
})

test('T-10, T-13, T-14, T-15: whoever comes from another portal files in its own words, and finds it by number and by text', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const long = 'O motorista dirigiu rápido demais na serra.'
  const file = async (body: object) =>
    (await maria.post('/api/v1/tickets', body)).body as Filed & { status: string }
  const ride = await file({
    category: 'safety_concern',
    subject: 'Motorista imprudente',
    description: long,
    related: { type: 'ride', id: 9 },
  })
  const chat = await file({
    subject: 'Voo remarcado',
    description: long,
    priority: 'urgent',
    category: 'flight',
  })
  const spec = await file({ subject: 'Не работает принтер', message: 'С утра печатает пустые листы.' })
  const astro = await file({
    title: 'Calendar sync is broken',
    description: long,
    category: 'Calendar Problems',
    priority: 'Low',
  })
  expect([ride, chat, spec, astro]).toMatchObject([
    { priority: 'high', status: 'open' },
    { priority: 'urgent' },
    { priority: 'medium', assignee: null, is_read_by_user: true, is_read_by_admin: false },
    { priority: 'low', category: 'calendar' },
  ])
  const find = async (q: string) => {
    const { items } = (await maria.get(`/api/v1/tickets?q=${encodeURIComponent(q)}`)).body as {
      items: Filed[]
    }
    return items.map(({ id }) => id)
  }
  expect(await find(ride.ticket_number)).toEqual([ride.id])
  expect(await find(`#${chat.deal_id}`)).toEqual([chat.id])
  expect(await find('принтеры')).toEqual([spec.id])
  expect(await find('calendars')).toEqual([astro.id])
})
