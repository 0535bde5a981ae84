import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { BackfillStatus } from './backfill-status.ts'
import { type BackfillValue, backfillDone, backfillName } from './cursor-values.ts'

/** What was written longer ago than this says nothing of how fast it goes now. */
const FRESH_S = 20

type Row = {
  name: string
  value: BackfillValue | null
  is_claimed: boolean
  is_promised: boolean
  is_fresh: boolean
  updated_at: string | null
}

/** Of each pipeline, whoever takes it over: a gateway that was asked to, or the command line. */
export async function readBackfills(db: Db | Tx, pipelines: readonly number[]): Promise<BackfillStatus[]> {
  const names = pipelines.map(backfillName)
  const rows = await db.execute<Row>(sql`
    select wanted.name, value, updated_at, coalesce(claimed_until > clock_timestamp(), false) as is_claimed,
      coalesce(updated_at > clock_timestamp() - ${FRESH_S}::float8 * interval '1 second', false) as is_fresh,
      exists (select from jobs where key = wanted.name and state <> 'dead') as is_promised
    from json_array_elements_text(${JSON.stringify(names)}::text::json) as wanted (name)
    left join sync_cursors on sync_cursors.name = wanted.name`)
  return pipelines.map((pipelineId) => {
    const row = rows.find(({ name }) => name === backfillName(pipelineId))
    return show(pipelineId, row)
  })
}

export const isUnderWay = ({ state }: BackfillStatus) => state === 'waiting' || state === 'running'

function show(pipelineId: number, row: Row | undefined): BackfillStatus {
  const value = row?.value ?? null
  const state = stateOf(row)
  if (row === undefined || value === null) return { ...NOTHING, pipeline_id: pipelineId, state }
  const { phase, done, total } = backfillDone(value)
  const pace = state === 'running' && row.is_fresh ? (value.pace ?? null) : null
  const perSecond = pace && (phase === 'deals' && pace.deals > 0 ? pace.deals : pace.done)
  return {
    pipeline_id: pipelineId,
    state,
    phase: value.finishedAt === null ? phase : null,
    since: value.since,
    deals: value.deals.rows,
    done,
    total,
    per_second: perSecond === null ? null : Math.round(perSecond * 10) / 10,
    left_seconds: pace && pace.done > 0 ? Math.max(0, Math.ceil((total - done) / pace.done)) : null,
    started_at: value.startedAt,
    finished_at: value.finishedAt,
    updated_at: row.updated_at && new Date(row.updated_at).toISOString(),
  }
}

function stateOf(row: Row | undefined): BackfillStatus['state'] {
  if (row?.is_claimed) return 'running'
  if (row?.is_promised) return 'waiting'
  if (!row?.value) return 'never'
  return row.value.finishedAt === null ? 'broken-off' : 'done'
}

const NOTHING = {
  phase: null,
  since: null,
  deals: 0,
  done: 0,
  total: 0,
  per_second: null,
  left_seconds: null,
  started_at: null,
  finished_at: null,
  updated_at: null,
} as const
