import { expect, test } from 'vitest'
import type { SyncStatus } from './sync-api.ts'
import { verdictOf } from './verdict.ts'

const BACKFILL: SyncStatus['backfills'][number] = {
  ...{ pipeline_id: 19, state: 'never', phase: null, since: null, deals: 0, done: 0, total: 0 },
  ...{ per_second: null, left_seconds: null, started_at: null, finished_at: null, updated_at: null },
}
const WELL: SyncStatus = {
  lag: { window_seconds: 3600, events: 9, p50_seconds: 1, p99_seconds: 2, oldest_waiting_seconds: 0 },
  inbox: { waiting: 0, routed: 0, parked: 0 },
  spill: { segments: 0, bytes: 0 },
  queue: [{ lane: 'people', waiting: 3, running: 1, dead: 0 }],
  dead_refreshes: 0,
  progress: [],
  backfills: [],
  crm: { state: 'up', free_requests: 40 },
  drift: { open: 0, newest_found_at: null },
}

test('all is well while work comes and goes', () => {
  expect(verdictOf(WELL).code).toBe('well')
})

test('of several things that are wrong the worst is said', () => {
  const dead = { ...WELL, queue: [{ lane: 'people' as const, waiting: 0, running: 0, dead: 2 }] }
  expect(verdictOf({ ...dead, drift: { open: 4, newest_found_at: null } })).toEqual({
    code: 'dead',
    count: 2,
  })
  expect(verdictOf({ ...dead, crm: { state: 'away', free_requests: 0 } }).code).toBe('away')
  const running = { ...BACKFILL, state: 'running' as const }
  expect(verdictOf({ ...WELL, backfills: [running] }).code).toBe('filling')
  expect(verdictOf({ ...dead, backfills: [running] }).code).toBe('dead')
  expect(verdictOf({ ...WELL, backfills: [{ ...BACKFILL, state: 'broken-off' }] }).code).toBe('brokenOff')
  expect(verdictOf({ ...WELL, lag: { ...WELL.lag, oldest_waiting_seconds: 300 } })).toEqual({
    code: 'behind',
    count: 5,
  })
})
