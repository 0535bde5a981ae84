import { sql } from 'drizzle-orm'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { sampleDeals } from './choose-deals.ts'
import type { CompareNeeds } from './compare-deals.ts'
import { withCursor } from './cursor.ts'
import { findDrift } from './find-drift.ts'
import type { SyncObserver } from './sync-metrics.ts'

type Needed = CompareNeeds & Pick<Ports, 'log'> & { observer: Pick<SyncObserver, 'compared'> }

/** One of all gateways looks, and as seldom as this. */
export const SAMPLE_EVERY_MS = 600_000
/** All that is asked about them leaves as one request. */
const DEALS = 16
const MEND_MS = 30_000
/** What lies ahead was written before the clock was set back. */
const IS_DUE = sql`cursor.updated_at not between
  clock_timestamp() - ${SAMPLE_EVERY_MS - 1_000}::float8 * interval '1 millisecond' and clock_timestamp()`

/** Some deals by chance, so that what nobody looks at is compared sooner or later; what differs is mended, and a person hears of it. */
export function createDriftSample({
  observer,
  log,
  ...needs
}: Needed): (signal?: AbortSignal) => Promise<void> {
  const { db, crm } = needs
  return async (signal) => {
    if (crm.state() !== 'up') return
    const claim = { name: 'drift-sample', initial: {}, onlyIf: IS_DUE }
    await withCursor({ db, log }, claim, async ({ keep }) => {
      // Whoever dies over it leaves it to the next time.
      await keep(db, {})
      await look(signal)
    })
  }

  async function look(signal: AbortSignal | undefined): Promise<void> {
    try {
      const dealIds = await sampleDeals(db, DEALS)
      if (dealIds.length === 0) return
      const {
        findings,
        exempt: _exempt,
        ...counts
      } = await findDrift(needs, dealIds, {
        mendMs: MEND_MS,
        ...(signal && { signal }),
      })
      observer.compared(counts)
      const { unreadable, ...numbers } = counts
      if (counts.differing > 0 || unreadable.length > 0)
        log.warn(
          { ...numbers, unreadable, findings: findings.map(({ id }) => id) },
          'mirror and CRM differed; npm run ponte -- drift tells where',
        )
    } catch (error) {
      if (!(error instanceof CrmError)) throw error
      log.debug({ err: error }, 'the CRM could not be compared with the mirror')
    }
  }
}
