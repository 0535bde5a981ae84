import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { type Planned, type Run, runIn } from '#src/db/planned.ts'
import { channelOf } from '#src/db/signals.ts'
import type { JobId } from '#src/ids.ts'
import type { Ending } from './backoff.ts'
import {
  type Able,
  arrayOf,
  type Claimed,
  type ClaimedRow,
  claimedBy,
  claimedColumns,
  toClaimed,
} from './claim.ts'
import { keyLock } from './key-lock.ts'

/** What a worker has to say about a job that it holds. */
export type End = Ending & {
  id: JobId
  fence: number
  key: string | null
  error?: string | undefined
  result?: Record<string, unknown> | undefined
  /** That it is done is in the history already. */
  isNoted?: true
  /** The next of its key may be ours at once. */
  takesNext: boolean
}
export type Ended = {
  /** The others are no longer ours. */
  ids: Set<JobId>
  /** Claimed for us, since they come next in their key. */
  next: Claimed[]
  /** Somebody just promises jobs of these keys: they have to be ended a moment later. */
  busy: End[]
}

/** Nobody waits for it any more after that: it makes room for what people wait for now. */
const WAITED_FOR_MS = 30_000

const putOffUntil = sql`clock_timestamp() + told."delayMs" * interval '1 millisecond'`

/** Ends many jobs in one transaction. Nobody is waited for: a caller who holds a key must not hold up all others. */
export async function endJobs(own: Planned, ends: readonly End[], able: Able): Promise<Ended> {
  if (ends.every(({ key }) => key === null)) return { ...(await writeEnds(own.run, ends, able)), busy: [] }
  return own.begin((run) => endFree(run, ends, able))
}

/** Those whose keys nobody holds. */
async function endFree(run: Run, ends: readonly End[], able: Able): Promise<Ended> {
  const keys = [...new Set(ends.flatMap(({ key }) => key ?? []))]
  const locked = await run<{ key: string; is_ours: boolean }>(sql`
    select key, pg_try_advisory_xact_lock(${keyLock(sql`key`)}) as is_ours
    from jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb) as key`)
  const held = new Set(locked.flatMap(({ key, is_ours }) => (is_ours ? key : [])))
  const isFree = ({ key }: End) => key === null || held.has(key)
  const free = ends.filter(isFree)
  const written = free.length > 0 ? await writeEnds(run, free, able) : { ids: new Set<JobId>(), next: [] }
  return { ...written, busy: ends.filter((end) => !isFree(end)) }
}

/**
 * In the transaction of the job's own changes, which may hold what whoever has the key now is waiting for. Then it is noted
 * that the job is done, and its end is `busy`, to be written after the commit; if that never comes, whoever takes the job
 * over finds it done.
 */
export async function endJob(tx: Tx, end: End, able: Able): Promise<Ended> {
  const ended = await endFree(runIn(tx), [end], able)
  if (ended.busy.length === 0) return ended
  await tx.execute(sql`
    insert into job_history (id, name, key, lane, promised_at, attempts, result)
    select id, name, key, lane, promised_at, attempts, ${JSON.stringify(end.result ?? null)}::text::jsonb
    from jobs where id = ${end.id}`)
  return { ...ended, busy: [{ ...end, isNoted: true }] }
}

async function writeEnds(run: Run, ends: readonly End[], able: Able): Promise<Omit<Ended, 'busy'>> {
  const told = ends.map((end) => ({ ...end, error: end.error ?? null }))
  const idsOf = (isDone: boolean) =>
    arrayOf(ends.flatMap(({ id, state }) => ((state === 'done') === isDone ? id : [])))
  const waitingIds = arrayOf(ends.flatMap(({ id, state }) => (state === 'waiting' ? id : [])))
  // By their ids, and their state is not asked: Postgres would rather compare all that runs with all that ends.
  const areOurs = (isDone: boolean) => sql`
    jobs.id = any(${idsOf(isDone)}::bigint[]) and jobs.worker = ${able.worker}
    and told.id = jobs.id and told.fence = jobs.fence`
  const rows = await run<(ClaimedRow & { lost: null }) | { lost: number }>(sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb) as told (
        id bigint, fence int, state text, outcome text, error text, result jsonb, "delayMs" float8, failures int,
        "mayExist" boolean, "isAttempt" boolean, "takesNext" boolean, "isNoted" boolean)),
    done as (
      delete from jobs using told where ${areOurs(true)}
      returning jobs.*, told.result, told."takesNext", told."isNoted"),
    history as (
      insert into job_history (id, name, key, lane, promised_at, attempts, result)
      select id, name, key, lane, promised_at, attempts, result from done where "isNoted" is not true),
    -- What was promised while it was in hand could not be merged into it. It waits again, so now it can, by the rules of promise.
    -- Whom a person may be waiting for keeps a job of its own, whose end is told.
    equal as (
      select again.id as of_id, equal.* from jobs as again
      join jobs as equal on equal.key = again.key and equal.merge_key = again.merge_key and equal.state = 'waiting'
      where again.id = any(${waitingIds}::bigint[]) and again.worker = ${able.worker}
        and again.fence = (select fence from told where told.id = again.id)),
    merged as (
      delete from jobs using equal where jobs.id = equal.id and equal.lane > 0),
    wanted as (
      select of_id, min(lane) as lane, min(run_at) as run_at, bool_or(may_exist) as may_exist,
        max(broken_off_at) as broken_off_at
      from equal group by of_id),
    put_off as (
      update jobs set state = told.state, is_head = told.state = 'waiting', lease_until = null, worker = null,
        run_at = case when told.state <> 'waiting' then jobs.run_at
          when told.outcome = 'postponed' and wanted.lane < jobs.lane then least(wanted.run_at, ${putOffUntil})
          else ${putOffUntil} end,
        attempts = jobs.attempts - (told."isAttempt" is false)::int,
        failures = coalesce(told.failures, jobs.failures + 1),
        may_exist = jobs.may_exist or coalesce(told."mayExist", false) or coalesce(wanted.may_exist, false),
        broken_off_at = greatest(wanted.broken_off_at, case when told.outcome = 'given-back' and told."mayExist"
          then clock_timestamp() else jobs.broken_off_at end),
        last_outcome = told.outcome, last_error = told.error,
        lane = least(wanted.lane, case when jobs.lane = 0
          and jobs.promised_at < clock_timestamp() - ${WAITED_FOR_MS}::float8 * interval '1 millisecond'
          then 1 else jobs.lane end)
      from told left join wanted on wanted.of_id = told.id where ${areOurs(false)}
      returning jobs.id, jobs.key, jobs.lane, jobs.state, false as "takesNext"),
    ended as (
      select id, key, lane, "takesNext", true as is_over from done
      union all select id, key, lane, "takesNext", state = 'dead' from put_off),
    follower as (
      select next.*, ended."takesNext" and next.lane <= ended.lane and next.run_at <= clock_timestamp()
        and next.name = any(${arrayOf(able.names)}::text[]) as is_ours
      from ended cross join lateral (
        select id, lane, run_at, name from jobs where key = ended.key and state = 'waiting' order by key, id limit 1) as next
      where ended.is_over),
    waiting_heads as (
      update jobs set is_head = true from follower where jobs.id = follower.id and not follower.is_ours
      returning jobs.run_at),
    next as (
      update jobs set is_head = true, ${claimedBy(able.worker)} from follower
      where jobs.id = follower.id and follower.is_ours
      returning ${claimedColumns}),
    heard as (
      select (select count(pg_notify(${channelOf('job-ended')}, id::text)) from ended where lane = 0)
        + (select count(pg_notify(${channelOf('jobs-due')}, '')) from waiting_heads where run_at <= clock_timestamp()) as told)
    select next.*, lost.id::float8 as lost
    from (select id from told where not exists (select from ended where ended.id = told.id)) as lost
    full join next on false
    where (select told is not null from heard)`)
  const lost = new Set(rows.flatMap((row) => row.lost ?? []))
  const ids = new Set(ends.map(({ id }) => id).filter((id) => !lost.has(id)))
  return { ids, next: rows.flatMap((row) => (row.lost === null ? toClaimed(row) : [])) }
}
