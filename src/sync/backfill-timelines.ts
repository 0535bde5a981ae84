import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'
import { promiseRefreshes } from '#src/jobs/deal-refresh.ts'
import { numberOf } from '#src/jobs/lanes.ts'
import type { BackfillNeeds } from './backfill.ts'
import type { Place } from './backfill-deals.ts'
import type { BackfillValue } from './cursor-values.ts'
import { inOneGo } from './mirror-pages.ts'

const AT_ONCE = 100
/** Enough for the jobs of all gateways to fill their batches, and few enough to be in nobody's way. */
const MOST_WAITING = 200
const LOOK_EVERY_MS = 500

/**
 * Comments cannot be listed but deal by deal, and a deal's activities come in the same round: each deal is read whole by the one job
 * that does that. They are promised in small steps, as they get done.
 */
export async function backfillTimelines({ db }: BackfillNeeds, place: Place): Promise<BackfillValue> {
  const { held, pipelineId, tell } = place
  let { value } = place
  const since = value.since
  if (!value.timelines.isDone && value.timelines.after === 0) {
    const total = await countDeals(db, pipelineId, since)
    value = { ...value, timelines: { ...value.timelines, total } }
  }
  for (;;) {
    held.signal.throwIfAborted()
    const waiting = await countWaiting(db)
    const { total, promised, isDone } = value.timelines
    tell({ phase: 'timelines', done: Math.max(0, promised - waiting), total, deals: value.deals.rows })
    if (isDone && waiting === 0) return value
    if (isDone || waiting > MOST_WAITING - AT_ONCE) {
      await delay(LOOK_EVERY_MS)
      continue
    }
    value = await inOneGo(db, async (tx) => {
      const dealIds = await nextDeals(tx, pipelineId, since, value.timelines.after)
      const timelines = {
        ...value.timelines,
        after: dealIds.at(-1) ?? value.timelines.after,
        promised: promised + dealIds.length,
        isDone: dealIds.length < AT_ONCE,
      }
      const next = { ...value, timelines }
      await promiseRefreshes(tx, dealIds, { lane: 'backfill' })
      await held.keep(tx, next)
      return next
    })
  }
}

const isOf = (pipelineId: number, since: string | null) => sql`
  pipeline_id = ${pipelineId} and deal_id is not null and crm_deleted_at is null and crm_left_at is null
  and (${since}::timestamptz is null or crm_modified_at >= ${since}::timestamptz)`

async function countDeals(db: Db, pipelineId: number, since: string | null): Promise<number> {
  const [row] = await db.execute<{ deals: number }>(
    sql`select count(*)::int as deals from deals where ${isOf(pipelineId, since)}`,
  )
  return row?.deals ?? 0
}

async function nextDeals(
  db: Db | Tx,
  pipelineId: number,
  since: string | null,
  after: number,
): Promise<DealId[]> {
  const rows = await db.execute<{ deal_id: DealId }>(sql`
    select deal_id from deals where ${isOf(pipelineId, since)} and deal_id > ${after}
    order by deal_id limit ${AT_ONCE}`)
  return rows.map(({ deal_id }) => deal_id)
}

async function countWaiting(db: Db): Promise<number> {
  const [row] = await db.execute<{ jobs: number }>(sql`
    select count(*)::int as jobs from jobs
    where name = 'refresh-deal' and lane = ${numberOf('backfill')} and state <> 'dead'`)
  return row?.jobs ?? 0
}
