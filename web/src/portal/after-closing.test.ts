import { expect, test } from 'vitest'
import { afterClosing } from './after-closing.ts'

const NOW = new Date('2026-01-15T12:00:00Z')
const closed = (days: number) => ({
  status: 'closed' as const,
  closed_at: new Date(NOW.getTime() - days * 86_400_000).toISOString(),
})
const rules = (reply: 'reopen' | 'follow_up' | 'reject') => ({ reply, reopen_days: 7 })

test('D-09: what can still be done about what is over is said before it is tried', () => {
  expect(afterClosing(closed(6), rules('reopen'), NOW)).toEqual({ canReopen: true, reply: 'reopens' })
  expect(afterClosing(closed(8), rules('reopen'), NOW)).toEqual({ canReopen: false, reply: 'begins' })
  expect(afterClosing(closed(6), rules('follow_up'), NOW)).toEqual({ canReopen: true, reply: 'begins' })
  expect(afterClosing(closed(8), rules('reject'), NOW)).toEqual({ canReopen: false, reply: 'refused' })
  const resolved = { status: 'resolved', closed_at: null } as const
  expect(afterClosing(resolved, rules('reject'), NOW)).toEqual({ canReopen: true, reply: 'reopens' })
})
