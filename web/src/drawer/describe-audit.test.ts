import { expect, test } from 'vitest'
import { describeAudit } from './describe-audit.ts'

const line = { id: 1, at: '2026-01-15T12:00:00.000Z', actor: { id: 3, name: 'João Tech' }, request_id: null }

test('the history tells what was changed, and by whom', () => {
  const before = { status: 'open', stage_id: 'C19:NEW', responsible: null }
  const after = { status: 'in_progress', stage_id: 'C19:PREPARATION', responsible: 'João Tech' }
  expect(describeAudit({ ...line, action: 'ticket-changed', before, after })).toMatchObject({
    verb: 'changed',
    actor: 'João Tech',
    changes: [
      { field: 'status', from: 'open', to: 'in_progress' },
      { field: 'assignee', from: null, to: 'João Tech' },
    ],
  })
})

test('what nobody reads is left out: marks of reading, columns of the CRM', () => {
  const before = { is_unread: true }
  expect(describeAudit({ ...line, action: 'message-added', before, after: { is_unread: false } })).toBeNull()
  expect(
    describeAudit({ ...line, action: 'ticket-mirrored', before: {}, after: { stage_id: 'X' } }),
  ).toBeNull()
})

test('what the CRM would not have is told with what was wanted', () => {
  const after = {
    changes: { status: 'resolved', assigned_to: 4 },
    code: 'crm-rejected',
    reason: 'Falta um campo',
  }
  expect(describeAudit({ ...line, action: 'ticket-change-refused', before: null, after })).toMatchObject({
    verb: 'refused',
    detail: 'Falta um campo',
    changes: [
      { field: 'status', to: 'resolved' },
      { field: 'assignee', to: 4 },
    ],
  })
})
