import { and, asc, count, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { jobHistory, jobs } from '#src/db/job-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { JobId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { type JobFilter, type JobRow, type ShownJob, showDone, showJob } from './job.ts'
import { numberOf } from './lanes.ts'

type Page = { limit: number; skip: number; cursor?: number | undefined }

/** Promised and not done, in the order of the promises. */
export async function listJobs(
  { db }: Pick<Ports, 'db'>,
  filter: JobFilter,
  { limit, skip, cursor }: Page,
): Promise<{ rows: JobRow[]; total: number; nextCursor: number | null }> {
  const wanted = wantedBy(filter)
  const rows = await db
    .select()
    .from(jobs)
    .where(and(wanted, cursor ? gt(jobs.id, sql`${cursor}`) : undefined))
    .orderBy(asc(jobs.id))
    .offset(skip)
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return {
    rows: page,
    total: await countJobs(db, wanted),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** Whatever is known of it, also of one that was done a short while ago. */
export async function readJob({ db }: Pick<Ports, 'db'>, id: JobId): Promise<ShownJob> {
  // History first: of a job that is done and not yet ended both rows are there.
  const [done] = await db.select().from(jobHistory).where(eq(jobHistory.id, id))
  if (done) return showDone(done)
  const [row] = await db.select().from(jobs).where(eq(jobs.id, id))
  if (row) return showJob(row)
  // It may have been done just between the two.
  const [late] = await db.select().from(jobHistory).where(eq(jobHistory.id, id))
  if (!late) throw new DomainError('job-not-found', { id })
  return showDone(late)
}

export function wantedBy({ state, name, key, lane }: JobFilter): SQL | undefined {
  return and(
    state && eq(jobs.state, state),
    name !== undefined ? eq(jobs.name, name) : undefined,
    key !== undefined ? eq(jobs.key, key) : undefined,
    lane && eq(jobs.lane, numberOf(lane)),
  )
}

async function countJobs(db: Db, wanted: SQL | undefined): Promise<number> {
  const [row] = await db.select({ total: count() }).from(jobs).where(wanted)
  return row?.total ?? 0
}
