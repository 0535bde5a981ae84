import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '#src/db/connect.ts'
import { channelOf } from '#src/db/signals.ts'
import type { JobId } from '#src/ids.ts'
import { keyLock } from './key-lock.ts'
import { type Lane, numberOf } from './lanes.ts'
import { type PayloadOf, TASKS, type TaskName } from './tasks.ts'

export type PromiseOptions = {
  /** Jobs of one key are done one at a time, in the order in which they were promised. */
  key?: string | undefined
  /** If a job that would do the same still waits, or is in hand and waits again later, that one is meant. */
  merge?: boolean
  /** Not before; by the clock of the database, as all moments here. */
  runAt?: Date
  delayMs?: number
  lane?: Lane
  /** In whose place it is done, which ends in the same transaction: what that may have done already is looked for first. */
  insteadOf?: JobId
}

/**
 * Done once the transaction commits, whatever dies meanwhile; rolled back, it was never promised. Last in a transaction, if
 * it can be: until the commit nobody else can promise or end a job of this key.
 */
export function promise<N extends TaskName>(
  tx: Db | Tx,
  name: N,
  payload: PayloadOf<N>,
  options: PromiseOptions = {},
): Promise<JobId> {
  return promiseJob(tx, name, TASKS[name].parse(payload), options)
}

export async function promiseJob(
  tx: Db | Tx,
  name: string,
  payload: object,
  options: PromiseOptions,
): Promise<JobId> {
  const { key = null, merge = false } = options
  const text = JSON.stringify(payload)
  const mergeKey = merge ? mergeKeyOf(name, key, text) : null
  const locked = key ?? mergeKey
  if (locked === null) return insert(tx, { ...options, name, text, key, mergeKey })
  const inOne = async (inner: Db | Tx) => {
    await inner.execute(sql`select pg_advisory_xact_lock(${keyLock(locked)})`)
    return insert(inner, { ...options, name, text, key, mergeKey })
  }
  return tx instanceof PgTransaction ? inOne(tx) : tx.transaction(inOne)
}

/**
 * A job for each row that `made` gives back as `payload`, all of it one statement: whether it made any shows neither in an
 * answer nor in its time. Not by keys, since those are locked in a statement before.
 */
export async function promiseOfEach(db: Db | Tx, name: TaskName, made: SQL, lane: Lane): Promise<void> {
  await db.execute(sql`
    with made as (${made}),
    promised as (
      insert into jobs (name, payload, is_head, lane)
      select ${name}, made.payload, true, ${numberOf(lane)}::smallint from made
      returning id)
    select pg_notify(${channelOf('jobs-due')}, '') from promised`)
}

type Row = { name: string; text: string; key: string | null; mergeKey: string | null }
type When = Pick<PromiseOptions, 'runAt' | 'delayMs' | 'lane' | 'insteadOf'>

async function insert(tx: Db | Tx, row: Row & Omit<When, 'key'>): Promise<JobId> {
  const { name, text, key, mergeKey, runAt, delayMs = 0, lane = 'events', insteadOf = null } = row
  const dueAt = sql`coalesce(${runAt?.toISOString() ?? null}::timestamptz, clock_timestamp())
    + ${delayMs}::float8 * interval '1 millisecond'`
  const [promised] = await tx.execute<{ id: number }>(sql`
    with wanted as (
      select ${dueAt} as run_at, ${numberOf(lane)}::smallint as lane,
        coalesce(before.may_exist, false) as may_exist, before.broken_off_at
      from (select ${insteadOf}::bigint as id) as known left join jobs as before on before.id = known.id),
    -- Held until we commit: whoever began it before would not see what we did. One that is being claimed is left alone.
    equal as (
      select id from jobs where merge_key = ${mergeKey}::text and state = 'waiting'
      order by id limit 1 for update skip locked),
    merged as (
      update jobs set lane = least(jobs.lane, wanted.lane),
        run_at = ${earlierOf(sql`wanted.lane`)},
        may_exist = jobs.may_exist or wanted.may_exist,
        broken_off_at = greatest(jobs.broken_off_at, wanted.broken_off_at)
      from equal, wanted where jobs.id = equal.id
      returning jobs.id, jobs.is_head, jobs.run_at),
    inserted as (
      insert into jobs (name, payload, key, is_head, merge_key, lane, run_at, may_exist, broken_off_at)
      select ${name}, ${text}::text::jsonb, ${key}::text,
        not exists (select from jobs where key = ${key}::text and state <> 'dead'),
        ${mergeKey}::text, wanted.lane, wanted.run_at, wanted.may_exist, wanted.broken_off_at
      from wanted where not exists (select from equal)
      returning id, is_head, run_at),
    -- Who waits behind others lends them their lane.
    lent as (
      update jobs set lane = wanted.lane from wanted
      where jobs.key = ${key}::text and jobs.state = 'waiting' and jobs.lane > wanted.lane
        and not exists (select from equal where equal.id = jobs.id)),
    promised as (select * from merged union all select * from inserted)
    select id::float8 as id,
      case when is_head and run_at <= clock_timestamp() then pg_notify(${channelOf('jobs-due')}, '') end
    from promised`)
  if (!promised) throw new Error('a job was neither merged nor inserted')
  return promised.id as JobId
}

/** One that put itself off knows until when, and is asked again only by somebody who has to be served before it. */
export const earlierOf = (lane: SQL) => sql`case
  when jobs.attempts = 0 and (jobs.last_outcome is distinct from 'postponed' or ${lane} < jobs.lane)
  then least(jobs.run_at, wanted.run_at) else jobs.run_at end`

export function mergeKeyOf(name: string, key: string | null, text: string): string {
  const digest = createHash('sha256')
    .update(`${key ?? ''}\n${text}`)
    .digest('base64url')
  return `${name}:${digest}`
}
