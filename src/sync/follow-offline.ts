import { sql } from 'drizzle-orm'
import { runIn } from '#src/db/planned.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmOffline, OfflineBatch } from '#src/providers/crm-changes.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Held, withCursor } from './cursor.ts'
import type { OfflineValue } from './cursor-values.ts'
import { storeEvents } from './inbox.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'log' | 'clock'>

const INITIAL: OfflineValue = { isTaking: false, events: 0, lookedAt: null }
const BACKGROUND = { priority: 'background' } as const
/** Where the CRM said no, a person may have mended it since. */
const ASK_AGAIN_MS = 600_000

/**
 * Fetches what the CRM keeps for us into the inbox. Each turn takes all there is: it is taken, committed here, and only then
 * settled there. Whoever dies in between has it taken a second time, and what is told twice is read once more and changes nothing.
 */
export function createOfflineFollower(needs: Needed): (signal?: AbortSignal) => Promise<void> {
  const { crm, log, clock } = needs
  const { offline } = crm
  let isFollowing = false
  let askAgainAtMs = 0

  return async (signal) => {
    if (!offline || clock().getTime() < askAgainAtMs) return
    try {
      // Each gateway for itself: what we write is signed from then on.
      if (!isFollowing) await offline.follow(BACKGROUND)
      isFollowing = true
      const claim = { name: 'offline', initial: INITIAL, ...(signal && { signal }) }
      await withCursor(needs, claim, (held) => fetchAll(needs, offline, held))
    } catch (error) {
      if (!(error instanceof CrmError)) throw error
      if (error.outcome === 'rejected') {
        askAgainAtMs = clock().getTime() + ASK_AGAIN_MS
        isFollowing = false
        log.warn({ err: error }, 'the CRM keeps no events for us; it is swept for what was lost')
      } else log.debug({ err: error }, 'what the CRM keeps for us is fetched later')
    }
  }
}

async function fetchAll({ db }: Needed, offline: CrmOffline, held: Held<OfflineValue>): Promise<void> {
  let { value } = held
  const keep = async (more: Partial<OfflineValue>) => {
    value = { ...value, ...more }
    await held.keep(db, value)
  }
  const land = async (batch: OfflineBatch) => {
    await db.transaction(async (tx) => {
      const events = batch.events.map(({ event }) => event)
      await storeEvents(runIn(tx), events, 'offline')
      const next = { ...value, events: value.events + events.length }
      await held.keep(tx, next)
      value = next
    })
    await offline.settle(batch, BACKGROUND)
  }

  if (value.isTaking) for (const batch of await offline.takenBefore(BACKGROUND)) await land(batch)
  await keep({ isTaking: true })
  for (;;) {
    held.signal.throwIfAborted()
    const batch = await offline.take(BACKGROUND)
    if (!batch) break
    await land(batch)
  }
  const [row] = await db.execute<{ now: string }>(sql`select clock_timestamp()::text as now`)
  await keep({ isTaking: false, lookedAt: new Date(row?.now ?? Number.NaN).toISOString() })
}
