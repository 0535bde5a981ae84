import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STATUSES, type Status } from '#src/db/ticket-schema.ts'
import { columnsOfStatus, nextStatus, type Rules, STATUS_AFTER, type Trigger } from '#src/tickets/status.ts'

const NOW = new Date('2026-01-20T12:00:00Z')
const DAY_MS = 24 * 3_600_000
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS)
const RULES: Rules = { assignStartsWork: true, closedReply: 'reopen', reopenWindowDays: 7 }

const standing = (status: Status, closedAt = status === 'closed' ? daysAgo(1) : null) => ({
  status,
  closedAt,
})
/** The status after it, `follow-up`, or the code of what is refused. */
function outcome(status: Status, trigger: Trigger, rules: Partial<Rules> = {}, closedAt?: Date) {
  try {
    return nextStatus(standing(status, closedAt), trigger, { ...RULES, ...rules }, NOW)
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('section 0.3, line by line', () => {
  test.each<[string, Trigger, Record<Status, string>]>([
    [
      'assign: open begins, all else stays',
      { kind: 'assigned' },
      {
        open: 'in_progress',
        in_progress: 'in_progress',
        waiting_for_user: 'waiting_for_user',
        on_hold: 'on_hold',
        resolved: 'resolved',
        closed: 'closed',
      },
    ],
    [
      'reply of the team: open begins, what is begun waits for the requester',
      { kind: 'team-replied' },
      {
        open: 'in_progress',
        in_progress: 'waiting_for_user',
        waiting_for_user: 'waiting_for_user',
        on_hold: 'on_hold',
        resolved: 'resolved',
        closed: 'closed',
      },
    ],
    [
      'reply of the requester: work goes on, what was over is open again',
      { kind: 'requester-replied' },
      {
        open: 'open',
        in_progress: 'in_progress',
        waiting_for_user: 'in_progress',
        on_hold: 'on_hold',
        resolved: 'open',
        closed: 'open',
      },
    ],
    [
      'close: from anywhere',
      { kind: 'closed' },
      {
        open: 'closed',
        in_progress: 'closed',
        waiting_for_user: 'closed',
        on_hold: 'closed',
        resolved: 'closed',
        closed: 'closed',
      },
    ],
    [
      'resolve: from anywhere but closed',
      { kind: 'set', to: 'resolved' },
      {
        open: 'resolved',
        in_progress: 'resolved',
        waiting_for_user: 'resolved',
        on_hold: 'resolved',
        resolved: 'resolved',
        closed: 'invalid-transition',
      },
    ],
    [
      'reopen: only what is over',
      { kind: 'reopened', by: 'team' },
      {
        open: 'invalid-transition',
        in_progress: 'invalid-transition',
        waiting_for_user: 'invalid-transition',
        on_hold: 'invalid-transition',
        resolved: 'open',
        closed: 'open',
      },
    ],
  ])('%s', (_line, trigger, expected) => {
    expect(Object.fromEntries(STATUSES.map((status) => [status, outcome(status, trigger)]))).toEqual(expected)
  })

  test('ASSIGN_STARTS_WORK=false: a person alone begins nothing', () => {
    expect(outcome('open', { kind: 'assigned' }, { assignStartsWork: false })).toBe('open')
  })

  test('D-09: a reply to what is closed, by policy and window', () => {
    const reply = { kind: 'requester-replied' } as const
    expect(outcome('closed', reply, { closedReply: 'reject' })).toBe('ticket-closed')
    expect(outcome('closed', reply, { closedReply: 'follow_up' })).toBe('follow-up')
    expect(outcome('closed', reply, {}, daysAgo(7))).toBe('open')
    expect(outcome('closed', reply, {}, new Date(daysAgo(7).getTime() - 1))).toBe('follow-up')
    expect(outcome('closed', reply, { reopenWindowDays: 0 }, daysAgo(1))).toBe('follow-up')
  })

  test('C-06: requesters open again within the window, the team always', () => {
    const late = daysAgo(8)
    expect(outcome('closed', { kind: 'reopened', by: 'requester' }, {}, daysAgo(7))).toBe('open')
    expect(outcome('closed', { kind: 'reopened', by: 'requester' }, {}, late)).toBe('reopen-window-over')
    expect(outcome('closed', { kind: 'reopened', by: 'team' }, {}, late)).toBe('open')
  })

  test('D-10: status_after of a reply says what becomes of all but the closed', () => {
    for (const status of STATUSES) {
      for (const statusAfter of STATUS_AFTER) {
        const isClosed = status === 'closed'
        const expected = statusAfter === 'keep' ? status : isClosed ? 'invalid-transition' : statusAfter
        expect(outcome(status, { kind: 'team-replied', statusAfter }), `${status} ${statusAfter}`).toBe(
          expected,
        )
      }
    }
  })
})

const aStatus = fc.constantFrom(...STATUSES)
const aTrigger: fc.Arbitrary<Trigger> = fc.oneof(
  fc.constant({ kind: 'assigned' } as const),
  fc.record({
    kind: fc.constant('team-replied' as const),
    statusAfter: fc.option(fc.constantFrom(...STATUS_AFTER), { nil: undefined }),
  }),
  fc.constant({ kind: 'requester-replied' } as const),
  fc.record({ kind: fc.constant('set' as const), to: aStatus }),
  fc.constant({ kind: 'closed' } as const),
  fc.record({
    kind: fc.constant('reopened' as const),
    by: fc.constantFrom('requester' as const, 'team' as const),
  }),
)
const theRules = fc.record({
  assignStartsWork: fc.boolean(),
  closedReply: fc.constantFrom('reopen' as const, 'reject' as const, 'follow_up' as const),
  reopenWindowDays: fc.nat(30),
})

test('D-11: no path leads out of closed but to open, by whoever reopens it or a reply that may', () => {
  fc.assert(
    fc.property(aTrigger, theRules, fc.nat(60), (trigger, rules, days) => {
      const to = outcome('closed', trigger, rules, daysAgo(days))
      if (!STATUSES.includes(to as Status) || to === 'closed') return
      expect(to).toBe('open')
      expect(['reopened', 'requester-replied']).toContain(trigger.kind)
      if (trigger.kind === 'requester-replied') expect(rules.closedReply).toBe('reopen')
      if (trigger.kind !== 'reopened' || trigger.by === 'requester')
        expect(days).toBeLessThanOrEqual(rules.reopenWindowDays)
    }),
  )
})

test('D-05, T-35, T-37: whatever happens, the moments, the rating and the count of reopenings fit the status', () => {
  const begin = {
    status: 'open' as Status,
    resolvedAt: null as Date | null,
    closedAt: null as Date | null,
    closeReason: null as string | null,
    reopenCount: 0,
    rating: null as number | null,
    ratingFeedback: null as string | null,
    ratedAt: null as Date | null,
  }
  fc.assert(
    fc.property(fc.array(aTrigger, { maxLength: 12 }), theRules, (triggers, rules) => {
      let row = begin
      let reopenings = 0
      for (const [minute, trigger] of triggers.entries()) {
        const now = new Date(NOW.getTime() + minute * 60_000)
        const to = outcome(row.status, trigger, rules, row.closedAt ?? undefined)
        if (!STATUSES.includes(to as Status)) continue
        const wasOver = row.status === 'resolved' || row.status === 'closed'
        row = { ...row, ...columnsOfStatus(row, to as Status, now) }
        const isOver = row.status === 'resolved' || row.status === 'closed'
        if (wasOver && !isOver) reopenings += 1
        expect(row.resolvedAt !== null).toBe(isOver)
        expect(row.closedAt !== null).toBe(row.status === 'closed')
        expect(row.reopenCount).toBe(reopenings)
        if (!isOver) expect([row.rating, row.ratingFeedback, row.ratedAt]).toEqual([null, null, null])
        if (row.closedAt && row.resolvedAt)
          expect(row.closedAt.getTime()).toBeGreaterThanOrEqual(row.resolvedAt.getTime())
        if (isOver) row = { ...row, rating: 4, ratingFeedback: 'Bom', ratedAt: now }
      }
    }),
  )
})

describe('what a change of status brings', () => {
  const before = {
    status: 'open' as Status,
    closedAt: null,
    resolvedAt: null,
    reopenCount: 0,
    closeReason: null,
  }

  test('the same status brings nothing', () => {
    for (const status of STATUSES) expect(columnsOfStatus({ ...before, status }, status, NOW)).toEqual({})
  })

  test('T-37: closing sets closed_at, and resolved_at where nobody resolved it', () => {
    expect(columnsOfStatus(before, 'closed', NOW)).toEqual({
      status: 'closed',
      closedAt: NOW,
      resolvedAt: NOW,
      closeReason: null,
    })
    const resolved = { ...before, status: 'resolved' as Status, resolvedAt: daysAgo(2) }
    expect(columnsOfStatus(resolved, 'closed', NOW, 'failed')).toEqual({
      status: 'closed',
      closedAt: NOW,
      resolvedAt: daysAgo(2),
      closeReason: 'failed',
    })
  })

  test('open again, it has no moments, reason or rating of before, and is counted', () => {
    const closed = { ...before, status: 'closed' as Status, closedAt: NOW, resolvedAt: NOW, reopenCount: 2 }
    expect(columnsOfStatus(closed, 'open', NOW)).toEqual({
      status: 'open',
      resolvedAt: null,
      closedAt: null,
      closeReason: null,
      mergedIntoId: null,
      reopenCount: 3,
      rating: null,
      ratingFeedback: null,
      ratedAt: null,
    })
  })
})
