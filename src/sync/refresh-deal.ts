import { telling } from '#src/db/tell.ts'
import type { CrmUserId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { createBeginning } from './begin-reading.ts'
import { makeReady } from './mirror-timeline.ts'
import { readWhole, type WholeDeal } from './read-whole.ts'
import { settleInbox } from './settle-inbox.ts'
import type { SyncObserver } from './sync-metrics.ts'
import { itemsOf } from './timeline-items.ts'
import { writeReading } from './write-reading.ts'

export type RefreshPorts = Pick<Ports, 'db' | 'crm' | 'dictionaries' | 'stageMap'>
type Rules = { pipelines: readonly number[]; observer?: Pick<SyncObserver, 'mirrored'> }

/** An answer that nobody understands may have been cut on its way; one that stays so is for a person. */
const MOST_UNREADABLE = 5

/**
 * The one way in which a deal becomes equal to the CRM, whoever noticed that it may not be: one at a time for each deal. It is
 * asked for whole, and what came is written in one transaction with the end of the job; whoever dies before that has changed
 * nothing, and the job is done again.
 */
export function refreshDeal(ports: RefreshPorts, { pipelines, observer }: Rules): Task<'refresh-deal'> {
  const { db, crm, stageMap } = ports
  const needs = { stageMap, pipelines }
  const beginReading = createBeginning(db)
  const learnNames = createLearning(ports)
  return async ({ dealId }, job) => {
    const begun = await beginReading(dealId, job)
    if (!begun) return
    const { order, upTo } = begun
    const read = await readWhole(crm, dealId, callingOf(job)).catch((error: unknown) => {
      throw isUnreadable(error) && job.attempt >= MOST_UNREADABLE ? new GiveUp(error.message) : error
    })
    const items = read ? itemsOf(read.comments, read.activities) : []
    await Promise.all([read && learnNames(read), makeReady(db, dealId, items)])
    let lags: number[] = []
    await job.finish((tx) =>
      telling(tx, async (tell) => {
        const how = { isQuiet: job.lane === 'backfill', tell }
        const deal = read?.deal ?? null
        const { isAgain } = await writeReading(needs, tx, { dealId, order, deal, items }, how)
        if (isAgain) await promiseRefresh(tx, dealId, job.lane)
        else lags = await settleInbox(tx, dealId, upTo)
      }),
    )
    observer?.mirrored(lags)
  }
}

const MOST_KNOWN = 10_000

/** Before rows are locked: whoever is new in the CRM is in no list yet. Who was in one once stays there. */
function createLearning({ dictionaries }: RefreshPorts) {
  const known = new Set<string | CrmUserId>()
  const learn = async <Id extends string | CrmUserId>(id: Id | null, find: (id: Id) => Promise<unknown>) => {
    if (!id || known.has(id) || (await find(id)) === null) return
    if (known.size >= MOST_KNOWN) known.clear()
    known.add(id)
  }
  return async ({ deal, comments, activities }: WholeDeal): Promise<void> => {
    const people = new Set<CrmUserId | null>([
      deal.responsibleId,
      ...comments.map(({ authorId }) => authorId),
      ...activities.flatMap(({ authorId, responsibleId }) => [authorId, responsibleId]),
    ])
    await Promise.all([
      learn(deal.stageId, dictionaries.findStage),
      ...[...people].map((id) => learn(id, dictionaries.findPerson)),
    ])
  }
}

const isUnreadable = (error: unknown): error is CrmError =>
  error instanceof CrmError && error.code === 'unreadable-answer'
