import type { SyncStatus } from './sync-api.ts'

export type Verdict =
  | 'stopped'
  | 'away'
  | 'spill'
  | 'dead'
  | 'parked'
  | 'behind'
  | 'drift'
  | 'filling'
  | 'brokenOff'
  | 'well'

/** Longer than this after the CRM has told something, people would notice. */
const BEHIND_S = 60

/** The worst of what is not well comes first. */
export function verdictOf({ crm, spill, queue, inbox, lag, drift, backfills }: SyncStatus): {
  code: Verdict
  count: number
} {
  const dead = queue.reduce((sum, lane) => sum + lane.dead, 0)
  if (crm.state === 'stopped') return { code: 'stopped', count: 0 }
  if (crm.state === 'away') return { code: 'away', count: 0 }
  if (spill.segments > 0) return { code: 'spill', count: spill.segments }
  if (dead > 0) return { code: 'dead', count: dead }
  if (inbox.parked > 0) return { code: 'parked', count: inbox.parked }
  const oldest = lag.oldest_waiting_seconds ?? 0
  if (oldest > BEHIND_S) return { code: 'behind', count: Math.round(oldest / 60) }
  if (drift.open > 0) return { code: 'drift', count: drift.open }
  if (backfills.some(({ state }) => state === 'running' || state === 'waiting'))
    return { code: 'filling', count: 0 }
  if (backfills.some(({ state }) => state === 'broken-off')) return { code: 'brokenOff', count: 0 }
  return { code: 'well', count: 0 }
}
