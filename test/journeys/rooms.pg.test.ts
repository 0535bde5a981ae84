import { expect, test } from 'vitest'
import type { EventName, Payloads } from '#src/realtime/events.ts'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { type Listener, listen } from '#test/room-client.ts'
import { createMirroredWorld } from '#test/sync/mirrored-world.ts'

/** By the names of what was heard, how often. */
const counted = ({ heard }: Listener, ...names: EventName[]) =>
  names.map((name) => heard.filter(({ event }) => event === name).length)
/** What all changes that were heard come to. */
const cameTo = ({ heard }: Listener, name: 'deal_updated' | 'ticket_updated') =>
  Object.assign({}, ...heard.map((one) => (one.event === name ? one.changes : {}))) as Record<string, unknown>

test('R-01, R-02, R-03, R-04, R-11, S-15: a ticket from its beginning to its end, as those who watch hear it, and no echo', async () => {
  await using world = await createMirroredWorld()
  const { person } = world
  await world.tellsAllBut(0)
  const [maria, joao, ana] = [
    await world.signIn('1001'),
    await world.signIn('2001'),
    await world.signIn('2002'),
  ]
  await using hers = await listen(maria)
  await using board = await listen(ana)
  await board.joinDashboard()

  const { id, deal_id } = (await maria.post('/ticket', PORTAL_TICKET)).body as { id: number; deal_id: number }
  for (const listener of [hers, board]) {
    expect(await listener.hears('new_ticket')).toMatchObject({
      id,
      title: PORTAL_TICKET.title,
      requester: 'Maria Santos',
    })
    await listener.hears('ticket_updated', ({ changes }) => changes.deal_id === deal_id)
    await listener.hears('sync_state', ({ crm_status }) => crm_status === 'synced')
  }
  await hers.joinDeal(deal_id)
  await joao.patch(`/api/v1/tickets/${id}`, { assigned_to: 4, priority: 'urgent' }, { 'if-match': '*' })
  for (const listener of [hers, board]) {
    expect(await listener.hears('ticket_assigned')).toMatchObject({ assignee: { id: 4, name: 'Ana Costa' } })
    expect(await listener.hears('priority_changed')).toMatchObject({ to: 'urgent', actor: { id: 3 } })
  }
  await ana.post(`/api/v1/tickets/${id}/messages`, { message: 'Estou a caminho' })
  await ana.post(`/api/v1/tickets/${id}/messages`, { message: 'Ela tentou de tudo', is_internal: true })
  await hers.hears('new_comment', ({ activity }) => activity.description === 'Estou a caminho')
  await maria.post(`/api/v1/tickets/${id}/read`)
  expect(await board.hears('ticket_read')).toMatchObject({ user_id: 1, by_team: false })

  // As somebody does it who works in the CRM.
  await person.comments(deal_id, 'Troquei o cabo')
  await person.changes(deal_id, { stageId: 'C19:WON' })
  const fromCrm = await hers.hears('new_comment', ({ activity }) => activity.description === 'Troquei o cabo')
  expect(fromCrm).toMatchObject({ deal_id, activity: { source: 'crm', type_id: '2' } })
  expect(await board.hears('ticket_updated', ({ changes }) => changes.status === 'closed')).toMatchObject({
    changes: { stage_id: 'C19:WON', closed: 'Y' },
    actor: null,
  })
  await world.isQuiet()

  // S-15: of each thing that happened one event in each room; the CRM telling us of what we wrote is none.
  const names = ['new_ticket', 'ticket_assigned', 'priority_changed', 'new_comment', 'new_activity'] as const
  expect(counted(hers, ...names)).toEqual([1, 1, 1, 2, 2])
  expect(counted(board, ...names)).toEqual([1, 1, 1, 0, 3])
  expect(JSON.stringify(hers.heard)).not.toContain('tentou de tudo')
  // I6: what they were told comes to what the database says.
  const [row] =
    await world.sql`select status, stage_id, priority, responsible_id, deal_id from deals where id = ${id}`
  expect(cameTo(board, 'ticket_updated')).toMatchObject({ ...row })
  expect(cameTo(hers, 'ticket_updated')).toMatchObject({ ...row })
  expect(cameTo(hers, 'deal_updated')).toMatchObject({ status: 'closed', closed: 'Y', stage_id: 'C19:WON' })
  const seqs = board.heard.map((one) => (one as Payloads['new_ticket']).seq)
  expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
})
