import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import { dealKey } from '#src/jobs/deal-refresh.ts'
import { Postpone } from '#src/jobs/ends.ts'
import { numberOf } from '#src/jobs/lanes.ts'
import type { JobInHand } from '#src/jobs/worker.ts'

/** Its place among all readings, and the last event that it answers. */
export async function beginReading(db: Db, dealId: DealId): Promise<{ order: number; upTo: InboxId | null }> {
  const [begun] = await db.execute<{ order: number; up_to: InboxId | null }>(sql`
    select nextval('crm_reads')::float8 as order,
      (select max(id)::float8 from webhook_inbox where deal_id = ${dealId} and state = 'routed') as up_to`)
  if (!begun) throw new Error('a sequence gave no number')
  return { order: begun.order, upTo: begun.up_to }
}

const EACH_EVENT_MS = 500
const LONGEST_MS = 20_000
const MOST_COUNTED = LONGEST_MS / EACH_EVENT_MS
const MOST_REMEMBERED = 10_000

/**
 * The more events of a deal wait, the longer since its last reading they have to: one alone waits for nothing, and a storm of
 * them costs a reading at its beginning and one at its end. `after`: it was promised once more while this one began, and the other
 * one will see all that this one would.
 */
export function createDebounce(db: Db) {
  /** Of deals whose reading changed nothing here, the table does not tell when that was. */
  const readAtMs = new Map<DealId, number>()
  return async (dealId: DealId, { id, lane }: Pick<JobInHand, 'id' | 'lane'>): Promise<'now' | 'after'> => {
    const [told] = await db.execute<{ events: number; since_ms: number | null; is_followed: boolean }>(sql`
      select exists (
          select from jobs where key = ${dealKey(dealId)} and id > ${id} and name = 'refresh-deal' and state = 'waiting'
            and lane <= ${numberOf(lane)} and run_at <= clock_timestamp()) as is_followed, (select count(*)::int from (
          select from webhook_inbox where deal_id = ${dealId} and state = 'routed' limit ${MOST_COUNTED}) as counted) as events,
        (select extract(epoch from clock_timestamp() - crm_synced_at)::float8 * 1000 from deals
          where deal_id = ${dealId}) as since_ms`)
    if (told?.is_followed) return 'after'
    const now = performance.now()
    const sinceMs = Math.min(
      told?.since_ms ?? Number.POSITIVE_INFINITY,
      now - (readAtMs.get(dealId) ?? Number.NEGATIVE_INFINITY),
    )
    const waitMs = Math.min(LONGEST_MS, (told?.events ?? 0) * EACH_EVENT_MS) - sinceMs
    if (waitMs > 0) throw new Postpone(waitMs)
    readAtMs.delete(dealId)
    readAtMs.set(dealId, now)
    const [oldest] = readAtMs.keys()
    if (readAtMs.size > MOST_REMEMBERED && oldest !== undefined) readAtMs.delete(oldest)
    return 'now'
  }
}
