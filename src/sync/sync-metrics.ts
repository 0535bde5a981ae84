import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Db } from '#src/db/connect.ts'
import type { Inbox } from './keep-events.ts'
import { countDrift, countInbox } from './read-sync-status.ts'

export type SyncObserver = {
  /** From an event that was received to the mirror that shows it. */
  mirrored(lagsS: readonly number[]): void
  compared(result: { compared: number; differing: number; mended: number }): void
}

/** What waits is counted when somebody asks for the numbers, of all gateways together; the rest is this one's. */
export function observeSync(registry: Registry, db: Db): SyncObserver {
  const registers = [registry]
  const lags = new Histogram({
    name: 'ponte_sync_lag_seconds',
    help: 'From an event of the CRM that was received to the mirror that shows it',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
    registers,
  })
  const [sampled, found, mended] = [
    ['ponte_drift_sampled_total', 'Deals that were compared with the CRM here'],
    ['ponte_drift_found_total', 'Of these, deals of which something differed that should not'],
    ['ponte_drift_mended_total', 'Of these, deals that were equal after one more reading'],
  ].map(([name = '', help = '']) => new Counter({ name, help, registers }))
  new Gauge({
    name: 'ponte_drift_open',
    help: 'Differences that were found and are not mended',
    registers,
    async collect() {
      // While Postgres is away the other numbers are still wanted.
      const drift = await countDrift(db).catch(() => null)
      if (drift) this.set(drift.open)
      else this.remove()
    },
  })
  new Gauge({
    name: 'ponte_inbox_events',
    help: 'Events of the CRM that are not mirrored yet, by where they are',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset()
      const counts = await countInbox(db).catch(() => null)
      if (!counts) return
      for (const state of ['waiting', 'routed', 'parked'] as const) this.set({ state }, counts[state])
    },
  })
  new Gauge({
    name: 'ponte_inbox_oldest_seconds',
    help: 'For how long the oldest event has been waiting to be mirrored; 0: none is',
    registers,
    async collect() {
      const counts = await countInbox(db).catch(() => null)
      if (counts) this.set(counts.oldest_waiting_seconds ?? 0)
      else this.remove()
    },
  })
  return {
    mirrored: (seconds) => {
      for (const lag of seconds) lags.observe(lag)
    },
    compared: (result) => {
      sampled?.inc(result.compared)
      found?.inc(result.differing)
      mended?.inc(result.mended)
    },
  }
}

export function showSpill(registry: Registry, inbox: Pick<Inbox, 'spilled'>): void {
  new Gauge({
    name: 'ponte_spill_bytes',
    help: 'Events that wait on the disk of this gateway for Postgres',
    registers: [registry],
    collect() {
      this.set(inbox.spilled().bytes)
    },
  })
}
