import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { LANES, numberOf } from '#src/jobs/lanes.ts'
import type { Ports } from '#src/ports.ts'
import type { Inbox } from './keep-events.ts'
import { readBackfills } from './read-backfills.ts'
import type { SyncStatus } from './sync-status.ts'

const WINDOW_S = 3_600

export type StatusNeeds = Pick<Ports, 'db' | 'crm'> & {
  inbox: Pick<Inbox, 'spilled'>
  pipelines: readonly number[]
  freeRequests(): Promise<number>
}

export async function readSyncStatus(needs: StatusNeeds): Promise<SyncStatus> {
  const { db, crm, inbox, freeRequests, pipelines } = needs
  const [lag, counts, lanes, progress, backfills, drift, free] = await Promise.all([
    readLag(db),
    countInbox(db),
    countLanes(db),
    readProgress(db),
    readBackfills(db, pipelines),
    countDrift(db),
    freeRequests(),
  ])
  const { oldest_waiting_seconds, ...states } = counts
  return {
    lag: { window_seconds: WINDOW_S, ...lag, oldest_waiting_seconds },
    inbox: states,
    spill: inbox.spilled(),
    queue: lanes.queue,
    dead_refreshes: lanes.deadRefreshes,
    progress,
    backfills,
    crm: { state: crm.state(), free_requests: Math.floor(free) },
    drift,
  }
}

type Lag = Pick<SyncStatus['lag'], 'events' | 'p50_seconds' | 'p99_seconds'>

async function readLag(db: Db): Promise<Lag> {
  const [row] = await db.execute<{ events: number; p50: number | null; p99: number | null }>(sql`
    select count(*)::int as events, percentile_cont(0.5) within group (order by lag)::float8 as p50,
      percentile_cont(0.99) within group (order by lag)::float8 as p99
    from (select greatest(0, extract(epoch from done_at - received_at))::float8 as lag from webhook_inbox
      where received_at > clock_timestamp() - ${WINDOW_S}::float8 * interval '1 second'
        and state = 'done' and deal_id is not null and origin <> 'replay') as mirrored`)
  return { events: row?.events ?? 0, p50_seconds: row?.p50 ?? null, p99_seconds: row?.p99 ?? null }
}

export type InboxCounts = SyncStatus['inbox'] & { oldest_waiting_seconds: number | null }

/** Those that are not done; the others are counted by nobody. */
export async function countInbox(db: Db): Promise<InboxCounts> {
  const [row] = await db.execute<InboxCounts>(sql`
    select (select count(*)::int from webhook_inbox where state = 'waiting') as waiting,
      (select count(*)::int from webhook_inbox where state = 'routed') as routed,
      (select count(*)::int from webhook_inbox where state = 'parked') as parked,
      greatest(0, extract(epoch from clock_timestamp() - least(
        (select min(received_at) from webhook_inbox where state = 'waiting' and origin <> 'replay'),
        (select min(received_at) from webhook_inbox where state = 'routed' and origin <> 'replay'))))::float8
        as oldest_waiting_seconds`)
  if (!row) throw new Error('a count returned nothing')
  return { ...row, oldest_waiting_seconds: row.oldest_waiting_seconds ?? null }
}

async function countLanes(db: Db) {
  const rows = await db.execute<{ lane: number; state: string; jobs: number; dead_refreshes: number }>(sql`
    select lane, state, count(*)::int as jobs,
      count(*) filter (where name = 'refresh-deal' and state = 'dead')::int as dead_refreshes
    from jobs group by lane, state`)
  const of = (lane: number, state: string) =>
    rows.find((row) => row.lane === lane && row.state === state)?.jobs ?? 0
  return {
    queue: LANES.map((lane) => {
      const number = numberOf(lane)
      return {
        lane,
        waiting: of(number, 'waiting'),
        running: of(number, 'running'),
        dead: of(number, 'dead'),
      }
    }),
    deadRefreshes: rows.reduce((sum, { dead_refreshes }) => sum + dead_refreshes, 0),
  }
}

async function readProgress(db: Db): Promise<SyncStatus['progress']> {
  const rows = await db.execute<{
    name: string
    value: Record<string, unknown>
    is_claimed: boolean
    updated_at: string
  }>(sql`
    select name, value, coalesce(claimed_until > clock_timestamp(), false) as is_claimed, updated_at
    from sync_cursors where name not like 'spill:%' order by name`)
  return rows.map((row) => ({ ...row, updated_at: new Date(row.updated_at).toISOString() }))
}

export async function countDrift(db: Db): Promise<SyncStatus['drift']> {
  const [row] = await db.execute<{ open: number; newest: string | null }>(sql`
    select count(*)::int as open, max(found_at) as newest from drift_findings where mended_at is null`)
  return {
    open: row?.open ?? 0,
    newest_found_at: row?.newest ? new Date(row.newest).toISOString() : null,
  }
}
