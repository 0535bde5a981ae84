import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Config } from '#src/ports.ts'
import { type BackfillNeeds, backfill } from './backfill.ts'
import { ClaimLost } from './cursor.ts'
import { backfillName } from './cursor-values.ts'

/** Whoever was killed is known to be dead by then. */
const AGAIN_MS = 3_000

/** What was asked for on the page of the admins. Taken over by another, or begun again after a death, it goes on where it was. */
export function runBackfill(
  ports: Omit<BackfillNeeds, 'pipelines'>,
  { pipelines }: Pick<Config['crm'], 'pipelines'>,
): Task<'backfill'> {
  const needs = { ...ports, pipelines }
  return async ({ pipelineId, since }, { promisedAt, signal }) => {
    if (await isFinishedSince(ports.db, pipelineId, since, promisedAt)) return
    const rules = { pipelineId, since: since === null ? null : new Date(since), signal }
    try {
      if (!(await backfill(needs, rules))) throw new Postpone(AGAIN_MS)
    } catch (error) {
      if (error instanceof ClaimLost) throw new Postpone(AGAIN_MS)
      throw error
    }
  }
}

/** By somebody else, or by us who died before it was written that we had. */
async function isFinishedSince(
  db: Db,
  pipelineId: number,
  since: string | null,
  promisedAt: Date,
): Promise<boolean> {
  const found = await db.execute(sql`
    select from sync_cursors where name = ${backfillName(pipelineId)} and value->>'since' is not distinct from ${since}::text
      and value->>'finishedAt' is not null and updated_at > ${promisedAt.toISOString()}::timestamptz`)
  return found.length > 0
}
