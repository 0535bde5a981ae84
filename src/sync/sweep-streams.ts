import { and, eq, inArray } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { ActivityId, DealId } from '#src/ids.ts'
import { promiseRefreshes } from '#src/jobs/deal-refresh.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmMove } from '#src/providers/crm-changes.ts'
import type { CrmActivity, CrmDeal } from '#src/providers/crm-provider.ts'
import type { Found, Stream } from './cursor-values.ts'
import type { Mirrored, MirrorNeeds } from './mirror-deals.ts'
import { inOneGo, inReadOrder, mirrorPage } from './mirror-pages.ts'

export type SweepNeeds = MirrorNeeds & Pick<Ports, 'db' | 'crm' | 'log'>
type Window = {
  /** By the clock of the CRM, as all here: from when on it is looked at again. */
  from: Date
  /** What the CRM says of this moment and later may have happened after we read it: it counts whole seconds. */
  unsureFrom: Date
  /** Whether our clock can tell if something was read after it happened. */
  isClockRight: boolean
  signal: AbortSignal
}

const BACKGROUND = { priority: 'background' } as const

/** Each looks for one kind of change; what it finds is written, or promised to be read whole. */
export const streams: Record<Stream, (needs: SweepNeeds, window: Window) => Promise<Found>> = {
  deals: (needs, window) =>
    mirrorAll(needs, needs.crm.dealsChangedSince(window.from, needs.pipelines, BACKGROUND), window),
  /** Comments have no list of their own by time: the deal tells that something was said on it. */
  timelines: (needs, window) =>
    mirrorAll(needs, needs.crm.dealsActiveSince(window.from, needs.pipelines, BACKGROUND), window),
  /** A move to another pipeline may change no moment of the deal, and who left ours is in no list of ours. */
  async moves({ db, crm, pipelines }, { from, signal }) {
    const found: Found = { seen: 0, changed: 0, promised: 0 }
    for await (const moves of crm.movesSince(from, BACKGROUND)) {
      signal.throwIfAborted()
      found.seen += moves.length
      found.promised += await promise(db, await elsewhere(db, moves, pipelines))
    }
    return found
  },
  async activities({ db, crm }, { from, unsureFrom, signal }) {
    const found: Found = { seen: 0, changed: 0, promised: 0 }
    for await (const page of crm.activitiesChangedSince(from, BACKGROUND)) {
      signal.throwIfAborted()
      found.seen += page.length
      found.promised += await promise(db, await dealsBehind(db, page, unsureFrom))
    }
    return found
  },
}

async function mirrorAll(
  needs: SweepNeeds,
  pages: AsyncIterable<CrmDeal[]>,
  { isClockRight, unsureFrom, signal }: Window,
): Promise<Found> {
  const found: Found = { seen: 0, changed: 0, promised: 0 }
  for await (const readings of inReadOrder(needs.db, pages, signal)) {
    const unsure = new Set(
      readings.deals.flatMap(({ dealId, lastActivityAt }) =>
        !isClockRight && lastActivityAt && lastActivityAt >= unsureFrom ? [dealId] : [],
      ),
    )
    const isToRead = ({ dealId, outcome, isTimelineBehind }: Mirrored) =>
      outcome === 'again' || (outcome !== 'not-mirrored' && (isTimelineBehind || unsure.has(dealId)))
    const how = { isQuiet: false, lane: 'reconcile', isToRead } as const
    const { results, promised } = await mirrorPage(needs, readings, how)
    found.seen += results.length
    found.changed += results.filter(({ outcome }) => outcome === 'inserted' || outcome === 'changed').length
    found.promised += promised
  }
  return found
}

async function promise(db: Db, dealIds: readonly DealId[]): Promise<number> {
  if (dealIds.length > 0) await inOneGo(db, (tx) => promiseRefreshes(tx, dealIds, { lane: 'reconcile' }))
  return dealIds.length
}

/** Those whose last move led to where our row is not. */
async function elsewhere(db: Db, moves: readonly CrmMove[], pipelines: readonly number[]): Promise<DealId[]> {
  const last = new Map(moves.map((move) => [move.dealId, move]))
  const { dealId, pipelineId, stageId, crmLeftAt, crmDeletedAt } = deals
  const columns = { dealId, pipelineId, stageId, crmLeftAt, crmDeletedAt }
  const rows =
    last.size === 0
      ? []
      : await db
          .select(columns)
          .from(deals)
          .where(inArray(dealId, [...last.keys()]))
  const known = new Map(rows.map((row) => [row.dealId, row]))
  return [...last.values()].flatMap((move) => {
    const row = known.get(move.dealId)
    const isOurs = pipelines.includes(move.pipelineId)
    if (!row || row.crmLeftAt) return isOurs ? [move.dealId] : []
    const isThere = row.pipelineId === move.pipelineId && row.stageId === move.stageId
    return isThere || row.crmDeletedAt ? [] : [move.dealId]
  })
}

/** Of deals that have a row here, those on which an activity is another, is missing, or hangs no more. */
async function dealsBehind(db: Db, page: readonly CrmActivity[], unsureFrom: Date): Promise<DealId[]> {
  if (page.length === 0) return []
  const named = [...new Set(page.flatMap(({ dealIds }) => dealIds))]
  const [mirrored, rows] = await Promise.all([
    named.length === 0
      ? []
      : db.select({ dealId: deals.dealId }).from(deals).where(inArray(deals.dealId, named)),
    db
      .select({
        dealId: deals.dealId,
        activityId: activities.externalId,
        modifiedAt: activities.crmModifiedAt,
        deletedAt: activities.deletedAt,
      })
      .from(activities)
      .innerJoin(deals, eq(deals.id, activities.ticketId))
      .where(
        and(
          eq(activities.externalKind, 'activity'),
          inArray(
            activities.externalId,
            page.map(({ activityId }) => activityId),
          ),
        ),
      ),
  ])
  const isMirrored = new Set(mirrored.map(({ dealId }) => dealId))
  const known = new Map(rows.map((row) => [placeOf(row.dealId, row.activityId), row]))
  const byId = new Map(page.map((activity) => [activity.activityId as number, activity]))
  const behind = page.flatMap(({ activityId, dealIds, modifiedAt }) =>
    dealIds.filter((dealId) => {
      const row = known.get(placeOf(dealId, activityId))
      const isSame = row?.modifiedAt?.getTime() === modifiedAt.getTime() && row.deletedAt === null
      return isMirrored.has(dealId) && (!isSame || modifiedAt >= unsureFrom)
    }),
  )
  const loose = rows.flatMap(({ dealId, activityId, deletedAt }) =>
    dealId !== null && deletedAt === null && !byId.get(activityId ?? 0)?.dealIds.includes(dealId)
      ? [dealId]
      : [],
  )
  return [...new Set([...behind, ...loose])]
}

const placeOf = (dealId: DealId | null, activityId: number | ActivityId | null) => `${dealId} ${activityId}`
