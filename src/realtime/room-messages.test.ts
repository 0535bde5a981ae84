import { describe, expect, test } from 'vitest'
import type { TicketId, UserId } from '#src/ids.ts'
import type { Activity } from './events.ts'
import { type RoomMessage, roomMessagesOf } from './room-messages.ts'
import type { ToldRow } from './told-rows.ts'

const DATA: Record<string, Record<string, unknown>> = {
  'ticket-opened': { title: 'Impressora', priority: 'high', status: 'open', requester_id: 1, version: 1 },
  'ticket-changed': { changes: { status: 'closed', stage_id: 'C19:WON' }, version: 3 },
  'message-added': { message_id: 9 },
  'message-changed': { message_id: 9 },
  'message-removed': { message_id: 9 },
  'ticket-read': { user_id: 1, last_read_message_id: 9, by_team: false },
  'watchers-changed': { watcher_ids: [2], added: [2], removed: [4] },
  'links-changed': {},
  'ticket-merged': { into: { id: 6, deal_id: null, ticket_number: 'TKT-20260115-00006' }, from: null },
  'ticket-assigned': { assignee: { id: 4, name: 'Ana Costa' } },
  'priority-changed': { from: 'low', to: 'high', date_deadline: null, is_higher: true },
  'sync-state': { crm_status: 'synced' },
  'change-pending': { changes: { status: 'closed' } },
  'change-rejected': { code: 'crm-rejected', changes: { status: 'closed' } },
  'sla-warning': { target: 'resolution', due_at: '2026-01-15T14:30:00.000Z', level: '75' },
  'sla-breached': { target: 'resolution', due_at: '2026-01-15T14:30:00.000Z', level: 'breach' },
  notification: { user_ids: [1, 4], about: 'ticket', kind: 'agent_reply' },
}
const SAID = { id: 9, description: 'Já vamos ver' } as Activity

const told = (kind: string, more: Partial<ToldRow> = {}): ToldRow => ({
  seq: 12,
  at: '2026-01-15T10:30:00.000Z',
  kind,
  ticketId: 5 as TicketId,
  actorId: 3 as UserId,
  actorName: 'João Tech',
  isInternal: false,
  data: DATA[kind] ?? {},
  ticketNumber: 'TKT-20260115-00005',
  dealId: 7005,
  ownerId: 1 as UserId,
  watcherIds: [2 as UserId],
  requesterName: 'Maria Santos',
  responsibleId: 3 as UserId,
  message: kind.startsWith('message-') ? { activity: SAID, isInternal: false } : null,
  ...more,
})
const roomsOf = (messages: readonly RoomMessage[]) =>
  Object.fromEntries(messages.map(({ event, rooms }) => [event, rooms]))

describe('R-11: what happens to a ticket has a name in each room', () => {
  const here = ['ticket:5']
  const everywhere = ['dashboard', 'user:1', 'user:2']
  const toAll = [...here, ...everywhere]
  test.each([
    ['ticket-opened', { new_ticket: everywhere }],
    ['ticket-changed', { deal_updated: here, ticket_updated: everywhere }],
    ['message-added', { new_comment: here, new_activity: everywhere }],
    ['message-changed', { deal_updated: here, ticket_updated: everywhere }],
    ['message-removed', { deal_updated: here, ticket_updated: everywhere }],
    ['ticket-read', { ticket_read: [...toAll, 'user:3'] }],
    ['watchers-changed', { ticket_updated: ['user:4'] }],
    ['links-changed', { links_changed: ['ticket:5', 'dashboard'] }],
    ['ticket-merged', { merged: toAll }],
    ['ticket-assigned', { ticket_assigned: [...toAll, 'user:4'] }],
    ['priority-changed', { priority_changed: toAll }],
    ['sync-state', { sync_state: toAll }],
    ['sla-warning', { sla_warning: ['ticket:5:agents', 'dashboard', 'user:3'] }],
    ['sla-breached', { sla_breached: ['ticket:5:agents', 'dashboard', 'user:3'] }],
    ['notification', { notification: ['user:1', 'user:4'] }],
  ])('%s', (kind, rooms) => {
    const messages = roomMessagesOf(told(kind))
    expect(roomsOf(messages)).toEqual(rooms)
    //
    for (const { event, payload } of messages)
      expect(payload).toMatchObject({
        event,
        seq: 12,
        at: '2026-01-15T10:30:00.000Z',
        id: 5,
        deal_id: 7005,
        ticket_number: 'TKT-20260115-00005',
        actor: { id: 3, name: 'João Tech' },
      })
  })

  test('R-03: a closed ticket says so as the portal reads it', () => {
    const [updated] = roomMessagesOf(told('ticket-changed'))
    expect(updated?.payload).toMatchObject({
      changes: { status: 'closed', stage_id: 'C19:WON', closed: 'Y', opened: 'N' },
    })
  })

  test('R-03: a new ticket says its title, its priority and who asks', () => {
    const [opened] = roomMessagesOf(told('ticket-opened', { dealId: null }))
    expect(opened?.payload).toMatchObject({
      title: 'Impressora',
      priority: 'high',
      priority_label: 'Alto',
      requester: 'Maria Santos',
      deal_id: null,
    })
  })
})

describe('M-12: what is for the team alone is said where requesters cannot be', () => {
  const forTheTeam = new Set(['ticket:5:agents', 'dashboard'])
  // Clocks are told to whoever of the team works on it, too; and who follows is no secret of the team.
  const kinds = Object.keys(DATA).filter((kind) => !/^(sla-.*|notification|watchers-changed)$/.test(kind))

  test.each(kinds)('%s', (kind) => {
    const messages = roomMessagesOf(told(kind, { isInternal: true, ownerId: 1 as UserId }))
    expect(messages.length).toBeGreaterThan(0)
    expect(messages.flatMap(({ rooms }) => rooms.filter((room) => !forTheTeam.has(room)))).toEqual([])
  })

  test.each(['message-added', 'message-changed'])('%s: a note, though its event does not say so', (kind) => {
    const messages = roomMessagesOf(told(kind, { message: { activity: SAID, isInternal: true } }))
    const rooms = new Set(messages.flatMap((message) => message.rooms))
    expect(rooms).toEqual(forTheTeam)
  })
})

test('how far somebody in copy has read is for themselves', () => {
  const [read] = roomMessagesOf(told('ticket-read', { data: { ...DATA['ticket-read'], in_copy: true } }))
  expect(read?.rooms).toEqual(['user:3'])
})

test('what was said and is gone by now is not said; what nobody knows is nothing', () => {
  expect(roomMessagesOf(told('message-added', { message: null }))).toEqual([])
  expect(roomMessagesOf(told('message-changed', { message: null }))).toEqual([])
  expect(roomMessagesOf(told('of-another-version'))).toEqual([])
})
