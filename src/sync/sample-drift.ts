import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { sampleDeals } from './choose-deals.ts'
import type { CompareNeeds } from './compare-deals.ts'
import { findDrift } from './find-drift.ts'
import type { SyncObserver } from './sync-metrics.ts'

type Needed = CompareNeeds & Pick<Ports, 'log'> & { observer: Pick<SyncObserver, 'compared'> }

const CLAIM = 'drift-sample'
/** One of all gateways looks, and as seldom as this. */
export const SAMPLE_EVERY_MS = 600_000
/** All that is asked about them leaves as one request. */
const DEALS = 16
const MEND_MS = 30_000

/** Some deals by chance, so that what nobody looks at is compared sooner or later; what differs is mended, and a person hears of it. */
export function createDriftSample({ observer, log, ...needs }: Needed): () => Promise<void> {
  const gateway = randomUUID()
  return async () => {
    if (needs.crm.state() !== 'up' || !(await claim(needs.db, gateway))) return
    try {
      const dealIds = await sampleDeals(needs.db, DEALS)
      if (dealIds.length === 0) return
      const { findings, exempt: _exempt, ...counts } = await findDrift(needs, dealIds, { mendMs: MEND_MS })
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

async function claim(db: Db, gateway: string): Promise<boolean> {
  const claimed = await db.execute(sql`
    insert into sync_cursors as cursor (name, value, claimed_by, claimed_until)
    values (${CLAIM}, '{}', ${gateway}, clock_timestamp() + ${SAMPLE_EVERY_MS - 1_000}::float8 * interval '1 millisecond')
    on conflict (name) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until,
      updated_at = clock_timestamp()
    where coalesce(cursor.claimed_until not between clock_timestamp() and excluded.claimed_until, true)
    returning name`)
  return claimed.length > 0
}
