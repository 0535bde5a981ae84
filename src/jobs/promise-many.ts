import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { channelOf } from '#src/db/signals.ts'
import type { JobId } from '#src/ids.ts'
import { keyLock } from './key-lock.ts'
import { type Lane, numberOf } from './lanes.ts'
import { earlierOf, mergeKeyOf } from './queue.ts'
import { type PayloadOf, TASKS, type TaskName } from './tasks.ts'

type Wanted<N extends TaskName> = { payload: PayloadOf<N>; key: string; runAt?: Date }
/** `isSilent`: no worker is woken, since whoever promises takes them at once. */
type How = { lane?: Lane; isSilent?: boolean }

/**
 * As `promise` with `merge` does it, in two statements whatever their number. One that waits already is done at the earlier of
 * both moments.
 */
export async function promiseMany<N extends TaskName>(
  tx: Tx,
  name: N,
  wanted: readonly Wanted<N>[],
  { lane = 'events', isSilent = false }: How = {},
): Promise<JobId[]> {
  if (wanted.length === 0) return []
  const rows = wanted.map(({ payload, key, runAt }) => {
    const text = JSON.stringify(TASKS[name].parse(payload))
    return { payload: text, key, mergeKey: mergeKeyOf(name, key, text), runAt: runAt?.toISOString() ?? null }
  })
  const keys = [...new Set(rows.map(({ key }) => key))]
  const lock = tx.execute(sql`
    select pg_advisory_xact_lock(sorted.lock) from (
      select ${keyLock(sql`key`)} as lock
      from jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb) as key order by key) as sorted`)
  const write = tx.execute<{ id: JobId }>(sql`
    with wanted as (
      select row_number() over () as n, payload::jsonb, key, "mergeKey" as merge_key,
        coalesce("runAt", clock_timestamp()) as run_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as told (payload text, key text, "mergeKey" text, "runAt" timestamptz)),
    -- One that is being claimed is left alone.
    equal as (
      select wanted.n, job.id from wanted cross join lateral (
        select id from jobs where merge_key = wanted.merge_key and state = 'waiting'
        order by id limit 1 for update skip locked) as job),
    merged as (
      update jobs set lane = least(jobs.lane, ${numberOf(lane)}::smallint),
        run_at = ${earlierOf(sql`${numberOf(lane)}::smallint`)}
      from equal join wanted using (n) where jobs.id = equal.id
      returning jobs.id, jobs.is_head, jobs.run_at),
    inserted as (
      insert into jobs (name, payload, key, is_head, merge_key, lane, run_at)
      select ${name}, payload, key, not exists (select from jobs where jobs.key = wanted.key and state <> 'dead'),
        merge_key, ${numberOf(lane)}::smallint, run_at
      from wanted where not exists (select from equal where equal.n = wanted.n) order by wanted.n
      returning id, is_head, run_at),
    promised as (select * from merged union all select * from inserted)
    select id::float8 as id, case when is_head and run_at <= clock_timestamp() and not ${isSilent}::boolean
      then pg_notify(${channelOf('jobs-due')}, '') end
    from promised`)
  // One after the other all the same: they leave together, and are done in this order.
  const [, promised] = await Promise.all([lock, write])
  return promised.map(({ id }) => id)
}
