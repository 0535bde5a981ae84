import { type SQL, sql } from 'drizzle-orm'
import type { Planned, Run } from '#src/db/planned.ts'
import type { JobId } from '#src/ids.ts'

/** A worker that says nothing for so long has lost its jobs, by the clock of the database. */
export const LEASE_MS = 6_000

/** A job as its worker gets it. */
export type Claimed = {
  id: JobId
  name: string
  payload: unknown
  key: string | null
  lane: number
  /** Counts claims: who holds an older number has lost the job. */
  fence: number
  attempts: number
  failures: number
  mayExist: boolean
  lastOutcome: string | null
  /** How long ago an attempt was broken off in its middle; null: none was. */
  brokenOffAgoMs: number | null
  /** Whoever had it before could note that it is done, and no more. */
  isDone: boolean
  promisedAtMs: number
  /** From when it was to begin, at the earliest, to now. */
  waitedMs: number
}
export type ClaimedRow = Omit<Claimed, 'id'> & Record<string, unknown> & { id: number }

export const leaseEnd = sql`clock_timestamp() + ${LEASE_MS}::float8 * interval '1 millisecond'`

/** What a worker is told of a job; json knows no big numbers and no moments. */
export const claimedColumns = sql`
  jobs.id::float8 as id, jobs.name, jobs.payload, jobs.key, jobs.lane, jobs.fence, jobs.attempts, jobs.failures,
  jobs.may_exist as "mayExist", jobs.last_outcome as "lastOutcome",
  date_part('epoch', clock_timestamp() - jobs.broken_off_at) * 1000 as "brokenOffAgoMs",
  jobs.may_exist and exists (select from job_history where job_history.id = jobs.id) as "isDone",
  date_part('epoch', jobs.promised_at) * 1000 as "promisedAtMs",
  date_part('epoch', clock_timestamp() - jobs.run_at) * 1000 as "waitedMs"`

/** Which jobs a worker would do. */
export type Able = { worker: string; names: readonly string[] }
type Wanted = {
  /** By the lane's number: how many at the most. */
  free: readonly number[]
  /** In all. */
  most: number
  /** Of them go to those that have been due the longest, whatever their lane; the rest by the order of the lanes. */
  oldest: number
  /** Those, too, whose worker has not been heard of for the time of a lease. */
  withLost: boolean
}

/** Takes jobs that are due. Several workers take different ones, and nobody waits for anybody. */
export async function claim(
  { run }: Pick<Planned, 'run'>,
  { worker, names }: Able,
  { free, most, oldest, withLost }: Wanted,
): Promise<Claimed[]> {
  const lanes = free.flatMap((places, lane) => (places > 0 ? [{ lane, places }] : []))
  const [numbers, places] = [lanes.map(({ lane }) => lane), lanes.map((lane) => lane.places)]
  const known = sql`name = any(${arrayOf(names)}::text[])`
  // The moment of the statement and not of each row, so that an index can be asked for what is due.
  const due = sql`state = 'waiting' and is_head and run_at <= statement_timestamp() and ${known}`
  const rows = await run<ClaimedRow>(sql`
    with lanes as (
      select * from unnest(${arrayOf(numbers)}::smallint[], ${arrayOf(places)}::int[]) as lanes (lane, places)),
    longest as (
      select due.id from lanes cross join lateral (
        select id, run_at from jobs where ${due} and lane = lanes.lane
        order by run_at, id limit least(lanes.places, ${oldest}::int)) as due
      order by due.run_at, due.id limit ${oldest}::int),
    oldest as (
      select id from jobs where id in (select id from longest) and state = 'waiting' for update skip locked),
    first as (
      select due.id from lanes cross join lateral (
        select id from jobs where ${due} and lane = lanes.lane
        order by run_at, id limit lanes.places for update skip locked) as due
      limit ${most - oldest}::int),
    lost as (
      select id from jobs where state = 'running' and lease_until < statement_timestamp() and ${known}
      order by lease_until limit ${withLost ? most : 0}::int for update skip locked),
    taken as (select id from oldest union select id from first union select id from lost limit ${most}::int)
    update jobs set ${claimedBy(worker)} from taken where jobs.id = taken.id
    returning ${claimedColumns}`)
  return rows.map(toClaimed).sort((a, b) => a.lane - b.lane || a.id - b.id)
}

/** Those of what this transaction has just promised that can be begun: ours with its commit. */
export async function claimPromised(
  run: Run,
  { worker, names }: Able,
  { ids, most }: { ids: readonly JobId[]; most: number },
): Promise<Claimed[]> {
  const rows = await run<ClaimedRow>(sql`
    with taken as (
      select id from jobs where id = any(${arrayOf(ids)}::bigint[]) and state = 'waiting' and is_head
        and run_at <= clock_timestamp() and name = any(${arrayOf(names)}::text[])
      order by id limit ${most}::int for update)
    update jobs set ${claimedBy(worker)} from taken where jobs.id = taken.id
    returning ${claimedColumns}`)
  return rows.map(toClaimed)
}

/** For a job that waits, or whose worker was lost: of that nobody knows what it did. */
export const claimedBy = (worker: string): SQL => sql`
  state = 'running', lease_until = ${leaseEnd}, worker = ${worker}, fence = fence + 1, attempts = attempts + 1,
  may_exist = may_exist or state = 'running',
  broken_off_at = case when state = 'running' then clock_timestamp() else broken_off_at end,
  last_outcome = case when state = 'waiting' then last_outcome when last_outcome = 'lost' then 'lost-again' else 'lost' end`

export const toClaimed = (row: ClaimedRow): Claimed => ({ ...row, id: row.id as JobId })

/** As Postgres writes an array; drizzle would make a list of parameters of it. */
export const arrayOf = (values: readonly (string | number)[]) => `{${values.join(',')}}`
