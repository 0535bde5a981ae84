import { sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import { keyLock } from '#src/jobs/key-lock.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import type { BackfillRequest, BackfillStatus } from './backfill-status.ts'
import { backfillName } from './cursor-values.ts'
import { isUnderWay, readBackfills } from './read-backfills.ts'

type Needs = Pick<Ports, 'db'> & { pipelines: readonly number[] }
type Who = { actorId: UserId; visit: Visit }

/** All that are meant or none; two who ask at once wait for each other, and the second is told. */
export async function beginBackfill(
  { db, pipelines }: Needs,
  { pipeline_id, since }: BackfillRequest,
  who: Who,
): Promise<BackfillStatus[]> {
  if (pipeline_id !== undefined && !pipelines.includes(pipeline_id)) throw notMirrored(pipelines)
  const meant = (pipeline_id === undefined ? [...pipelines] : [pipeline_id]).toSorted((a, b) => a - b)
  const payload = { since: since === undefined ? null : new Date(since).toISOString() }
  return db.transaction(async (tx) => {
    for (const pipelineId of meant)
      await tx.execute(sql`select pg_advisory_xact_lock(${keyLock(backfillName(pipelineId))})`)
    const busy = (await readBackfills(tx, meant)).find(isUnderWay)
    if (busy) throw new DomainError('backfill-under-way', { pipeline: busy.pipeline_id })
    for (const pipelineId of meant) {
      await recordChange(tx, {
        ...who,
        action: 'backfill-begun',
        subject: 'pipeline',
        subjectId: pipelineId,
        after: payload,
      })
      const key = backfillName(pipelineId)
      await promise(tx, 'backfill', { pipelineId, ...payload }, { key, lane: 'backfill' })
    }
    return readBackfills(tx, meant)
  })
}

const notMirrored = (pipelines: readonly number[]) =>
  new DomainError(
    'invalid-request',
    {},
    {
      fields: [
        { in: 'body', path: ['pipeline_id'], rule: 'one-of', params: { values: pipelines.join(', ') } },
      ],
    },
  )
