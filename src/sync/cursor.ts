import { randomUUID } from 'node:crypto'
import * as os from 'node:os'
import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { Log } from '#src/log.ts'

/** What one gateway of all is at, until it lets go, or is not heard of for the time of a lease. */
export type Held<Value> = {
  /** How far it had come. */
  value: Value
  /** Aborted when it is another's by now, and when we stop. */
  signal: AbortSignal
  /** In the transaction that made the step. Throws ClaimLost: then nothing of the step is true. */
  keep(tx: Tx | Db, value: Value): Promise<void>
}

export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'

  constructor(name: string) {
    super(`${name} is another's by now`)
  }
}

type Needs = { db: Db; log: Log }
type Claim<Value extends object> = {
  name: string
  /** What it begins with. */
  initial: Value
  /** Only if this holds for the row, which is called `cursor`. */
  onlyIf?: SQL
  signal?: AbortSignal
}

const LEASE_S = 6
const BEAT_EVERY_MS = 2_000

/**
 * Does something that goes on for long, and that one gateway does for all. Leases are by the clock of the database. Each claim
 * has a name of its own: whoever lost his, though he lives, can keep nothing. Null: it is not our turn.
 */
export async function withCursor<Value extends object, Result>(
  { db, log }: Needs,
  { name, initial, onlyIf = sql`true`, signal: stopping }: Claim<Value>,
  work: (held: Held<Value>) => Promise<Result>,
): Promise<{ result: Result } | null> {
  const claimer = `${os.hostname().slice(0, 20)}:${process.pid}:${randomUUID().slice(0, 8)}`
  const value = await claim<Value>(db, { name, initial, onlyIf }, claimer)
  if (value === null) return null
  const lost = new AbortController()
  let heardOfAtMs = performance.now()
  let isBeating = false
  const beat = async () => {
    isBeating = true
    const askedAtMs = performance.now()
    try {
      if (!(await renew(db, name, claimer))) lost.abort(new ClaimLost(name))
      heardOfAtMs = askedAtMs
    } catch (error) {
      log.debug({ err: error, cursor: name }, 'a claim could not be renewed')
    } finally {
      isBeating = false
    }
  }
  const timer = setInterval(() => {
    if (performance.now() - heardOfAtMs > LEASE_S * 1_000) lost.abort(new ClaimLost(name))
    else if (!isBeating) void beat()
  }, BEAT_EVERY_MS)
  const signal = stopping ? AbortSignal.any([stopping, lost.signal]) : lost.signal
  try {
    const keep = (tx: Tx | Db, now: Value) => keepValue(tx, name, claimer, now)
    return { result: await work({ value, signal, keep }) }
  } finally {
    clearInterval(timer)
    // If it cannot be said, the lease runs out.
    await release(db, name, claimer).catch((error: unknown) =>
      log.debug({ err: error, cursor: name }, 'a claim was not released'),
    )
  }
}

const leaseEnd = sql`clock_timestamp() + make_interval(secs => ${LEASE_S})`
/** What lies further ahead was written before the clock was set back. */
const isFree = sql`coalesce(cursor.claimed_until not between clock_timestamp() and ${leaseEnd}, true)`

async function claim<Value>(
  db: Db,
  { name, initial, onlyIf }: { name: string; initial: object; onlyIf: SQL },
  claimer: string,
): Promise<Value | null> {
  const [claimed] = await db.execute<{ value: Value }>(sql`
    insert into sync_cursors as cursor (name, value, claimed_by, claimed_until)
    values (${name}, ${JSON.stringify(initial)}::text::jsonb, ${claimer}, ${leaseEnd})
    on conflict (name) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
    where ${isFree} and (${onlyIf})
    returning value`)
  return claimed?.value ?? null
}

async function renew(db: Db, name: string, claimer: string): Promise<boolean> {
  const renewed = await db.execute(sql`
    update sync_cursors set claimed_until = ${leaseEnd} where name = ${name} and claimed_by = ${claimer} returning name`)
  return renewed.length > 0
}

async function keepValue(db: Db | Tx, name: string, claimer: string, value: object): Promise<void> {
  const kept = await db.execute(sql`
    update sync_cursors set value = ${JSON.stringify(value)}::text::jsonb, updated_at = clock_timestamp(), claimed_until = ${leaseEnd}
    where name = ${name} and claimed_by = ${claimer} returning name`)
  if (kept.length === 0) throw new ClaimLost(name)
}

const release = (db: Db, name: string, claimer: string) =>
  db.execute(sql`
    update sync_cursors set claimed_by = null, claimed_until = null where name = ${name} and claimed_by = ${claimer}`)
