import { inArray, like, or } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId, TicketId } from '#src/ids.ts'
import { dealKey } from '#src/jobs/deal-refresh.ts'
import type { Ports } from '#src/ports.ts'
import {
  type Calling,
  type CrmActivity,
  type CrmComment,
  type CrmDeal,
  CrmError,
} from '#src/providers/crm-provider.ts'
import { ticketKey } from '#src/tickets/promise-change.ts'
import { type TicketRow, ticketColumns } from '#src/tickets/queries.ts'
import { statusOf } from '#src/tickets/stages.ts'
import { compareDeal } from './compare-deal.ts'
import { compareTimeline } from './compare-timeline.ts'
import type { Compared, Difference } from './drift.ts'
import { partsOnTheirWay } from './local-truth.ts'
import { type MirrorBook, readMirrorBook } from './mirror-book.ts'
import { nextReadOrder } from './read-order.ts'
import { readWhole } from './read-whole.ts'
import { itemsOf } from './timeline-items.ts'

export type CompareNeeds = Pick<Ports, 'db' | 'crm' | 'stageMap'> & { pipelines: readonly number[] }

/** null: its comments and activities were not asked for. */
type Read = {
  dealId: DealId
  deal: CrmDeal | null
  comments: CrmComment[] | null
  activities: CrmActivity[] | null
}

type Job = { id: number; name: string; key: string | null; state: string }

const BACKGROUND: Calling = { priority: 'background' }

/** Asks the CRM for these deals and all that hangs on them, and holds each against our rows. */
export async function compareDeals(
  needs: CompareNeeds,
  dealIds: readonly DealId[],
): Promise<{ compared: Compared[]; unreadable: DealId[] }> {
  const { db, crm } = needs
  const order = await nextReadOrder(db)
  // Together, so that they leave as batches.
  const read = await Promise.all(dealIds.map((dealId) => readDeal(crm, dealId)))
  const whole = read.flatMap((one) => one ?? [])
  const unreadable = dealIds.filter((_, index) => !read[index])
  return { compared: await compareRead(needs, whole, order), unreadable }
}

/** A page of a list says nothing of what hangs on the deals, and nothing of what happened since. */
export function compareListed(needs: CompareNeeds, page: readonly CrmDeal[]): Promise<Compared[]> {
  const read = page.map((deal) => ({ dealId: deal.dealId, deal, comments: null, activities: null }))
  return compareRead(needs, read, Number.POSITIVE_INFINITY)
}

/** One moment for all of it, so that a row and its jobs belong together. */
function compareRead(
  { db, stageMap, pipelines }: CompareNeeds,
  read: readonly Read[],
  order: number,
): Promise<Compared[]> {
  return db.transaction(
    async (tx) => {
      const [rows, book] = await Promise.all([
        rowsOf(
          tx,
          read.map(({ dealId }) => dealId),
        ),
        readMirrorBook(tx, stageMap, {
          pipelineIds: read.flatMap(({ deal }) => deal?.pipelineId ?? []),
          people: [],
        }),
      ])
      const known = await knownOf(tx, rows)
      return read.map((one) => compare(one, rows.get(one.dealId) ?? null, { known, book, order, pipelines }))
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

/** null: the CRM will not tell. */
async function readDeal(crm: Ports['crm'], dealId: DealId): Promise<Read | null> {
  try {
    const whole = await readWhole(crm, dealId, BACKGROUND)
    return { dealId, ...(whole ?? { deal: null, comments: [], activities: [] }) }
  } catch (error) {
    if (error instanceof CrmError && error.outcome === 'rejected') return null
    throw error
  }
}

async function rowsOf(tx: Tx, dealIds: readonly DealId[]): Promise<Map<DealId | null, TicketRow>> {
  if (dealIds.length === 0) return new Map()
  const rows = await tx
    .select(ticketColumns)
    .from(deals)
    .where(inArray(deals.dealId, [...dealIds]))
  return new Map(rows.map((row) => [row.dealId, row]))
}

async function knownOf(tx: Tx, rows: ReadonlyMap<DealId | null, TicketRow>) {
  const ids = [...rows.values()].map(({ id }) => id)
  const keys = [...rows].flatMap(([dealId, { id }]) =>
    dealId === null ? [] : [dealKey(dealId), ticketKey(id)],
  )
  const [said, parts, promised] = await Promise.all([
    ids.length === 0 ? [] : tx.select().from(activities).where(inArray(activities.ticketId, ids)),
    partsOnTheirWay(tx, ids),
    keys.length === 0
      ? []
      : tx
          .select({ id: jobs.id, name: jobs.name, key: jobs.key, state: jobs.state })
          .from(jobs)
          .where(or(inArray(jobs.key, keys), ...ids.map((id) => like(jobs.key, `files:${id}:%`)))),
  ])
  return {
    timelineOf: Map.groupBy(said, ({ ticketId }) => ticketId),
    parts,
    jobsOf: Map.groupBy<string | null, Job>(promised, ({ key }) => key),
  }
}

type Around = {
  known: Awaited<ReturnType<typeof knownOf>>
  book: MirrorBook
  order: number
  pipelines: readonly number[]
}

function compare(
  { dealId, deal, comments, activities: found }: Read,
  row: TicketRow | null,
  { known, book, order, pipelines }: Around,
): Compared {
  const isHere = deal !== null && pipelines.includes(deal.pipelineId) && !deal.isTemplate
  const isClosedThere = deal !== null && statusOf(book.placeOf(deal), deal.stageId).status === 'closed'
  const onItsWay = (row && known.parts.get(row.id)) ?? new Map()
  const ofTimeline =
    row && deal && isHere && !row.crmDeletedAt && comments && found
      ? compareTimeline(known.timelineOf.get(row.id) ?? [], itemsOf(comments, found), pushOf(known, row.id))
      : []
  const differences = [...compareDeal({ row, deal, isHere, isClosedThere, onItsWay }), ...ofTimeline]
  const refresh = known.jobsOf.get(dealKey(dealId))?.find(({ name }) => name === 'refresh-deal')
  return {
    dealId,
    differences:
      refresh && refresh.state !== 'dead' ? differences.map((one) => awaits(one, refresh)) : differences,
    since: row?.crmSyncedAt ?? null,
    isMoving: row !== null && (row.crmReadOrder ?? 0) > order,
    obstacle: obstacleOf(row, deal, refresh),
  }
}

/** What a reading that is promised will mend by itself. */
const awaits = (one: Difference, { id }: Job): Difference => ({
  ...one,
  exempt: one.exempt ?? `waits for job ${id}`,
})

function pushOf({ jobsOf }: Around['known'], ticketId: TicketId) {
  const push = [...jobsOf]
    .filter(([key]) => key === ticketKey(ticketId) || key?.startsWith(`files:${ticketId}:`))
    .flatMap(([, jobs]) => jobs)
    .find(({ name }) => SAYS.has(name))
  return push ? { jobId: push.id, isDead: push.state === 'dead' } : null
}

const SAYS = new Set(['push-ticket', 'push-comment', 'push-files', 'push-email'])

function obstacleOf(row: TicketRow | null, deal: CrmDeal | null, refresh: Job | undefined): string | null {
  if (refresh?.state === 'dead') return `job ${refresh.id}, which reads it, is dead`
  const isOlder = row?.crmModifiedAt && deal && deal.modifiedAt < row.crmModifiedAt
  return isOlder ? 'the CRM tells an older state than the one that is mirrored' : null
}
