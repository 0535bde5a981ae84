import { expect, test } from 'vitest'
import type { TicketAudit } from '../../../src/db/audit.ts'
import { drawer as en } from '../texts/en/drawer.ts'
import { drawer as es } from '../texts/es/drawer.ts'
import { drawer as ptBR } from '../texts/pt-br/drawer.ts'
import { drawer as ru } from '../texts/ru/drawer.ts'
import type { AuditLine } from '../tickets/ticket-api.ts'
import { describeAudit } from './describe-audit.ts'

const line = {
  ...{ id: 1, at: '2026-01-15T12:00:00.000Z', actor: { id: 3, name: 'João Tech' }, request_id: null },
  ...{ people: [{ id: 1, name: 'Maria Santos' }], tickets: [{ id: 9, ticket_number: 'TKT-9' }] },
}
const tell = (action: string, before: AuditLine['before'], after: AuditLine['after']) =>
  describeAudit({ ...line, action, before, after })

test('the history tells what was changed, and by whom', () => {
  const before = { status: 'open', stage_id: 'C19:NEW', responsible: null }
  const after = { status: 'in_progress', stage_id: 'C19:PREPARATION', responsible: 'João Tech' }
  expect(tell('ticket-changed', before, after)).toMatchObject([
    {
      verb: 'changed',
      actor: 'João Tech',
      changes: [
        { field: 'status', from: 'open', to: 'in_progress' },
        { field: 'assignee', from: null, to: 'João Tech' },
      ],
    },
  ])
})

test('what nobody reads is left out: marks of reading, columns of the CRM', () => {
  expect(tell('message-added', { is_unread: true }, { is_unread: false })).toEqual([])
  expect(tell('ticket-mirrored', {}, { stage_id: 'X' })).toEqual([])
})

test('what the CRM would not have is told with what was wanted', () => {
  const changes = { status: 'resolved', assigned_to: 4 }
  expect(
    tell('ticket-change-refused', null, { changes, code: 'crm-rejected', reason: 'Falta um campo' }),
  ).toMatchObject([
    {
      verb: 'refused',
      detail: 'Falta um campo',
      changes: [
        { field: 'status', to: 'resolved' },
        { field: 'assignee', to: 4 },
      ],
    },
  ])
})

/** As the server writes each. */
const LINES: Record<TicketAudit, [before: AuditLine['before'], after: AuditLine['after']][]> = {
  'ticket-opened': [
    [null, { ticket_number: 'TKT-1' }],
    [null, { ticket_number: 'TKT-1', by_mail: true }],
  ],
  'message-added': [
    [null, { message_id: 1, kind: 'comment' }],
    [null, { message_id: 1, kind: 'comment', by_mail: true }],
    [null, { message_id: 1, kind: 'note' }],
    [null, { message_id: 1, kind: 'email' }],
    [
      { snoozed_until: '2026-01-16T12:00:00.000Z', status: 'open' },
      { snoozed_until: null, status: 'in_progress' },
    ],
  ],
  'ticket-changed': [
    [
      { status: 'closed', merged_into_id: 9 },
      { status: 'in_progress', merged_into_id: null },
    ],
  ],
  'ticket-change-refused': [[null, { changes: { status: 'resolved' }, code: 'crm-rejected' }]],
  'ticket-pushed': [[{ deal_id: null }, { deal_id: 7405 }]],
  'ticket-mirrored': [
    [null, { ticket_number: 'TKT-1' }],
    [{ status: 'open' }, { status: 'resolved' }],
    [{ crm_deleted_at: null }, { crm_deleted_at: '2026-01-16T12:00:00.000Z' }],
    [{ crm_left_at: '2026-01-16T12:00:00.000Z' }, { crm_left_at: null }],
  ],
  'ticket-closed': [[{ status: 'resolved' }, { status: 'closed' }]],
  'ticket-closed-by-time': [[{ status: 'resolved' }, { status: 'closed' }]],
  'ticket-closing-announced': [[null, { closes_at: '2026-01-16T12:00:00.000Z' }]],
  'ticket-reopened': [[{ status: 'closed' }, { status: 'open' }]],
  'ticket-rated': [[{ rating: null }, { rating: 5 }]],
  'ticket-escalated': [[{ priority: 'medium' }, { priority: 'high' }]],
  'ticket-assigned-by-turn': [[{ responsible: null }, { responsible: 'João Tech' }]],
  'ticket-snoozed': [[{ snoozed_until: null }, { snoozed_until: '2026-01-16T12:00:00.000Z' }]],
  'ticket-woken': [[{ snoozed_until: '2026-01-16T12:00:00.000Z' }, { snoozed_until: null }]],
  'ticket-linked': [[null, { relation: 'duplicate_of', ticket_id: 9, ticket_number: 'TKT-9' }]],
  'ticket-unlinked': [[{ relation: 'parent_of', ticket_id: 9, ticket_number: 'TKT-9' }, null]],
  'ticket-merged': [
    [
      { status: 'open', merged_into_id: null },
      { status: 'closed', merged_into_id: 9 },
    ],
    [null, { merged_from_id: 9 }],
  ],
  'ticket-unmerged': [[{ merged_from_id: 9 }, null]],
  'ticket-split': [[null, { message_id: 1, ticket_id: 9, ticket_number: 'TKT-9' }]],
  'ticket-erased': [[{ title: '…' }, { title: '…' }]],
  'watchers-changed': [
    [{ watcher_ids: [] }, { watcher_ids: [1, 3] }],
    [{ watcher_ids: [1, 3] }, { watcher_ids: [] }],
  ],
  'macro-applied': [[null, { macro: { id: 1, name: 'Senha nova' } }]],
  'rules-applied': [[{ priority: 'low' }, { priority: 'high', rules: [{ id: 1, name: 'Segurança' }] }]],
  'clocks-reckoned': [[{ date_deadline: null }, { date_deadline: '2026-01-16T12:00:00.000Z' }]],
  'letter-returned': [[null, { message_id: 7 }]],
  'file-infected': [[null, { found: 'Eicar', file_id: 1 }]],
}

test('every kind of line that the server writes of a ticket is told, in four languages', () => {
  const told = Object.entries(LINES).flatMap(([action, lines]) =>
    lines.flatMap(([before, after]) => {
      const parts = tell(action, before, after)
      expect(parts, `${action} ${JSON.stringify(after)}`).not.toEqual([])
      return parts.map(({ verb }) => verb)
    }),
  )
  for (const { history } of [ptBR, es, en, ru])
    for (const verb of told) expect(history[verb], verb).toMatch(/\p{L}/u)
  // And no sentence is there for nothing.
  const { empty: _, earlier: __, nobody: ___, ...sentences } = ptBR.history
  expect(Object.keys(sentences).sort()).toEqual([...new Set(told)].sort())
})

test('links and merges name the other ticket, on both sides', () => {
  expect(tell('ticket-linked', null, { relation: 'duplicate_of', ticket_number: 'TKT-9' })).toMatchObject([
    { verb: 'linked', relation: 'duplicate_of', detail: 'TKT-9' },
  ])
  const [before, after] = [
    { status: 'open', merged_into_id: null },
    { status: 'closed', merged_into_id: 9 },
  ]
  expect(tell('ticket-merged', before, after)).toMatchObject([{ verb: 'mergedInto', detail: 'TKT-9' }])
  expect(tell('ticket-merged', null, { merged_from_id: 9 })).toMatchObject([
    { verb: 'mergedFrom', detail: 'TKT-9' },
  ])
  expect(tell('ticket-reopened', after, before)).toMatchObject([
    { verb: 'reopened' },
    { verb: 'unmergedInto', detail: 'TKT-9' },
  ])
  expect(tell('ticket-unmerged', { merged_from_id: 9 }, null)).toMatchObject([
    { verb: 'unmergedFrom', detail: 'TKT-9' },
  ])
})

test('who follows is told by name, and who did it for themselves without one', () => {
  expect(tell('watchers-changed', { watcher_ids: [] }, { watcher_ids: [1, 3] })).toMatchObject([
    { verb: 'followed', actor: 'João Tech', detail: null },
    { verb: 'watcherAdded', detail: 'Maria Santos' },
  ])
  expect(tell('watchers-changed', { watcher_ids: [1] }, { watcher_ids: [] })).toMatchObject([
    { verb: 'watcherRemoved', detail: 'Maria Santos' },
  ])
})
