import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import { notify } from '#src/db/signals.ts'
import { DomainError } from '#src/errors.ts'
import type { JobId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { arrayOf } from './claim.ts'
import type { JobFilter, JobRow } from './job.ts'
import { keyLock } from './key-lock.ts'
import { wantedBy } from './list-jobs.ts'

/** Who mends; null: somebody at the machine itself. */
type Who = { actorId: UserId | null; visit: Visit }
/** One job, or all dead ones that the filter means. */
export type Which = JobId | Omit<JobFilter, 'state'>

/** Few enough for the locks of their keys. */
const AT_ONCE = 100

/** Dead jobs are tried again from the start, behind those of their key that run and before those that wait. Returns how many. */
export function redriveJobs(ports: Pick<Ports, 'db'>, which: Which, who: Who): Promise<number> {
  return mendEach(ports, which, who, 'job-redriven', async (tx, ids) => {
    await tx.execute(sql`
      update jobs set state = 'waiting', run_at = clock_timestamp(), failures = 0,
        is_head = key is null or (
          not exists (select from jobs as other where other.key = jobs.key and other.is_head)
          and id = (select min(id) from jobs as first where first.key = jobs.key and first.id = any(${arrayOf(ids)}::bigint[])))
      where id = any(${arrayOf(ids)}::bigint[])`)
    await notify(tx, 'jobs-due')
  })
}

/** Dead jobs are given up for good; the audit log keeps what they were. Returns how many. */
export function dropJobs(ports: Pick<Ports, 'db'>, which: Which, who: Who): Promise<number> {
  return mendEach(ports, which, who, 'job-dropped', async (tx, ids) => {
    await tx.delete(jobs).where(inArray(jobs.id, [...ids]))
  })
}

type Mend = (tx: Tx, ids: readonly JobId[]) => Promise<void>

async function mendEach(
  { db }: Pick<Ports, 'db'>,
  which: Which,
  who: Who,
  action: string,
  mend: Mend,
): Promise<number> {
  const isOne = typeof which === 'number'
  const wanted = isOne ? eq(jobs.id, which) : and(wantedBy(which), eq(jobs.state, 'dead'))
  let mended = 0
  let last = 0
  for (;;) {
    const found = await db
      .select()
      .from(jobs)
      .where(and(wanted, gt(jobs.id, sql`${last}`)))
      .orderBy(asc(jobs.id))
      .limit(AT_ONCE)
    if (isOne && !found[0]) throw new DomainError('job-not-found', { id: which })
    if (found.length === 0) return mended
    const count = await db.transaction((tx) => mendSome(tx, found, who, action, mend))
    if (isOne && count === 0) throw new DomainError('job-not-dead', { id: which })
    mended += count
    last = found.at(-1)?.id ?? last
    if (isOne) return mended
  }
}

async function mendSome(
  tx: Tx,
  found: readonly JobRow[],
  { actorId, visit }: Who,
  action: string,
  mend: Mend,
): Promise<number> {
  const keys = [...new Set(found.flatMap(({ key }) => key ?? []))].sort()
  for (const key of keys) await tx.execute(sql`select pg_advisory_xact_lock(${keyLock(key)})`)
  const ids = found.map(({ id }) => id)
  const isStillDead = and(inArray(jobs.id, ids), eq(jobs.state, 'dead'))
  const dead = await tx.select().from(jobs).where(isStillDead).orderBy(asc(jobs.id)).for('update')
  if (dead.length === 0) return 0
  await mend(
    tx,
    dead.map(({ id }) => id),
  )
  for (const { id, name, key, lastError } of dead) {
    const before = { name, key, last_error: lastError }
    await recordChange(tx, { actorId, action, subject: 'job', subjectId: id, before, visit })
  }
  return dead.length
}
