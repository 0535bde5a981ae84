import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import { dealKey } from '#src/jobs/deal-refresh.ts'
import { Postpone } from '#src/jobs/ends.ts'
import { numberOf } from '#src/jobs/lanes.ts'
import type { JobInHand } from '#src/jobs/worker.ts'
import { restInBurst } from './rest-in-burst.ts'
import { awaiting } from './settle-inbox.ts'

/** Its place among all readings, and the last event that it answers. */
export type Begun = { order: number; upTo: InboxId | null }

type Row = {
  order: number
  up_to: InboxId | null
  events: number
  oldest_ms: number
  newest_ms: number
  since_ms: number | null
  is_followed: boolean
}
/** Of a deal. `passedOnAtMs`: since when its readings have been left to the next one. */
type Remembered = { readAtMs: number; passedOnAtMs: number | null }

const MOST_REMEMBERED = 10_000
/** In a storm of events there is always a next one. */
const LONGEST_PASSED_ON_MS = 5_000

/**
 * Before the CRM is asked, so that what comes in meanwhile is for the next reading. Throws Postpone in a burst of events, unless a
 * person waits. Null: it was promised once more while this one began, and the other one will see all that this one would. All of
 * it is known by one statement: an event is either answered by this reading or has another one promised, and never both.
 */
export function createBeginning(db: Db) {
  /** Of deals whose reading changed nothing here, the table does not tell when that was. */
  const remembered = new Map<DealId, Remembered>()
  const remember = (dealId: DealId, one: Remembered) => {
    remembered.delete(dealId)
    remembered.set(dealId, one)
    const [oldest] = remembered.keys()
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  }
  return async (dealId: DealId, job: Pick<JobInHand, 'id' | 'lane'>): Promise<Begun | null> => {
    const row = await look(db, dealId, job)
    const now = performance.now()
    if (job.lane !== 'people') {
      const { readAtMs, passedOnAtMs } = remembered.get(dealId) ?? NEVER
      const passedOnSinceMs = passedOnAtMs ?? now
      if (row.is_followed && now - passedOnSinceMs < LONGEST_PASSED_ON_MS) {
        remember(dealId, { readAtMs, passedOnAtMs: passedOnSinceMs })
        return null
      }
      const sinceReadMs = Math.min(row.since_ms ?? Number.POSITIVE_INFINITY, now - readAtMs)
      const restMs = restInBurst({ ...toldBy(row), sinceReadMs })
      if (restMs > 0) throw new Postpone(restMs)
    }
    remember(dealId, { readAtMs: now, passedOnAtMs: null })
    return { order: row.order, upTo: row.up_to }
  }
}

const toldBy = ({ events, oldest_ms, newest_ms }: Row) => ({
  events,
  oldestAgoMs: oldest_ms,
  newestAgoMs: newest_ms,
})
const NEVER: Remembered = { readAtMs: Number.NEGATIVE_INFINITY, passedOnAtMs: null }

async function look(db: Db, dealId: DealId, { id, lane }: Pick<JobInHand, 'id' | 'lane'>): Promise<Row> {
  const agoMs = (moment: string) =>
    sql.raw(`coalesce(greatest(0, extract(epoch from clock_timestamp() - ${moment})::float8 * 1000), 0)`)
  const [row] = await db.execute<Row>(sql`
    select nextval('crm_reads')::float8 as order, told.*,
      (select max(id)::float8 from (${awaiting(dealId)}) as awaiting) as up_to,
      (select extract(epoch from clock_timestamp() - crm_synced_at)::float8 * 1000 from deals
        where deal_id = ${dealId}) as since_ms,
      exists (
        select from jobs where key = ${dealKey(dealId)} and id > ${id} and name = 'refresh-deal' and state = 'waiting'
          and lane <= ${numberOf(lane)} and run_at <= clock_timestamp()) as is_followed
    from (
      select count(*)::int as events,
        ${agoMs('min(received_at)')} as oldest_ms, ${agoMs('max(received_at)')} as newest_ms
      from webhook_inbox where deal_id = ${dealId} and state = 'routed') as told`)
  if (!row) throw new Error('a sequence gave no number')
  return row
}
