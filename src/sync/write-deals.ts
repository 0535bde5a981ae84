import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import type { Tell } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { insertRows, updateRows } from '#src/db/write-rows.ts'
import type { DealId, TicketId } from '#src/ids.ts'
import { arrayOf } from '#src/jobs/claim.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import type { ClockPlan } from '#src/sla/plan-clocks.ts'
import {
  definedOnly,
  isSame,
  type TicketColumns,
  type TicketRow,
  ticketColumns,
} from '#src/tickets/queries.ts'
import type { StageMap } from '#src/tickets/stages.ts'
import { bornDeal } from './born-deal.ts'
import { columnsOfReading, TEXTS } from './deal-columns.ts'
import { followDeal } from './follow-deal.ts'
import { type KeptDeal, keptDeal, NEVER_READ } from './kept-deal.ts'
import { localTruth } from './local-truth.ts'
import { readMirrorBook } from './mirror-book.ts'
import { keepMirrored, planMirrored } from './mirror-clocks.ts'
import { recordNews, tellNews } from './mirror-news.ts'

export type Planned = {
  deal: CrmDeal
  digest: string
  /** Locked; null: there is none yet. */
  row: { id: TicketId; whole?: TicketRow } | null
  /** In a pipeline that is mirrored. */
  isHere: boolean
  isWhole: boolean
}
type How = { isQuiet: boolean; stageMap: StageMap; tell: Tell }
export type Change = {
  deal: CrmDeal
  /** null: it was not there. */
  row: TicketRow | null
  before: TicketRow
  after: TicketRow
  clocks: ClockPlan | null
  /** Its deadline is another than the CRM shows. */
  isDue: boolean
  /** What of it is another now, as far as it is shown. */
  seen: readonly (keyof TicketRow)[]
}
/** `isSeen`: something that is shown is another now. */
type Written = { ticketId: TicketId; isSeen: boolean }

/** What is shown, and so told. */
const SEEN = [
  'dealId',
  'title',
  'description',
  'pipelineId',
  'stageId',
  'status',
  'closeReason',
  'mergedIntoId',
  'priority',
  'categoryId',
  'serviceCategory',
  'systemType',
  'requesterDepartment',
  'assigneeDepartment',
  'filial',
  'matricula',
  'requesterName',
  'requesterEmail',
  'requesterPhone',
  'userId',
  'responsibleCrmId',
  'responsible',
  'responsibleEmail',
  'responsibleId',
  'assignedAt',
  'dateDeadline',
  'resolvedAt',
  'closedAt',
  'reopenCount',
  'rating',
  'ratingFeedback',
  'ratedAt',
  'crmDeletedAt',
  'crmLeftAt',
] as const satisfies (keyof TicketRow)[]
/** What only we look at, to know how the mirror stands. */
const KEPT = [
  'contactId',
  'createdById',
  'modifyById',
  'movedById',
  'lastActivityById',
  'lastCommunicationTime',
  'beginDate',
  'crmModifiedAt',
  'crmLastActivityAt',
  'crmReadOrder',
  'crmSyncedAt',
  'crmSnapshot',
] as const satisfies (keyof TicketRow)[]
const COUNTED = ['version', 'updatedAt'] as const
const BORN = ['originKey', 'ticketNumber', 'createdAt', 'isUnreadByTeam', 'crmStatus'] as const

/** Rows that are not among those given back were made by somebody else meanwhile. */
export async function writeDeals(
  tx: Tx,
  planned: readonly Planned[],
  { isQuiet, stageMap, tell }: How,
): Promise<Map<DealId, Written>> {
  const ids = planned.flatMap(({ row }) => row?.id ?? [])
  const rows = await rowsOf(
    tx,
    planned.flatMap(({ row }) => (row && !row.whole ? row.id : [])),
  )
  const rowOf = ({ row }: Planned) => row && (row.whole ?? rows.get(row.id) ?? null)
  const [[drawn], book, truth] = await Promise.all([
    tx.execute<{ order: number; now: string }>(
      sql`select ${nextInReadOrder}::float8 as order, clock_timestamp()::text as now`,
    ),
    readMirrorBook(tx, stageMap, {
      pipelineIds: planned.map(({ deal }) => deal.pipelineId),
      people: planned.map(({ deal }) => deal.responsibleId),
      requesters: planned.flatMap((plan) => {
        const { fields } = plan.deal
        return rowOf(plan)?.userId
          ? []
          : [{ matricula: fields.matricula ?? null, email: fields.requesterEmail ?? null }]
      }),
    }),
    localTruth(tx, ids),
  ])
  if (!drawn) throw new Error('a sequence gave no number')
  const [now, readOrder] = [new Date(drawn.now), drawn.order]

  const drafts = planned.map((plan) => {
    const { digest, isHere, isWhole } = plan
    const row = rowOf(plan)
    const deal = row?.erasedAt ? withoutPerson(plan.deal, row) : plan.deal
    const before = row ? { ...row } : { id: 0 as TicketId, ...bornDeal(deal, { isQuiet }) }
    // What we sent ourselves and never read yet comes back now.
    const base = row ? ((row.crmSnapshot ?? undefined) as KeptDeal | undefined) : NEVER_READ
    const ours = truth.get(before.id) ?? NOTHING
    const columns: TicketColumns = {
      ...(isHere && columnsOfReading(before, { deal, base, book, ours })),
      ...keptColumns(before, deal, isWhole),
      dealId: deal.dealId,
      crmDeletedAt: null,
      crmLeftAt: isHere ? null : (before.crmLeftAt ?? now),
      crmReadOrder: readOrder,
      crmSyncedAt: now,
      crmSnapshot: keptDeal(deal, digest),
    }
    return { deal, row, before, after: { ...before, ...definedOnly(columns) } as TicketRow }
  })
  const plans = await planMirrored(tx, drafts, { isQuiet, now })
  const changes = drafts.map((draft, place): Change => {
    const { row, before, after } = draft
    const clocks = plans[place] ?? null
    const read = after.dateDeadline
    if (clocks) after.dateDeadline = clocks.readings.resolution.dueAt
    const seen = SEEN.filter((name) => !isSame(before[name], after[name]))
    if (row && seen.length > 0) {
      after.updatedAt = now
      if (seen.some((name) => name !== 'dealId')) after.version += 1
    }
    return { ...draft, clocks, isDue: !isSame(read, after.dateDeadline), seen }
  })

  const written = new Map<DealId, Written>()
  const born = changes.filter(({ row }) => row === null)
  // Whoever makes the same row at the same moment may be met at any of its keys, and not at the number of the deal first.
  const insertedRows = await insertRows<{ id: TicketId; deal_id: DealId }>(
    tx,
    deals,
    born.map(({ after }) => after),
    [...SEEN, ...KEPT, ...COUNTED, ...BORN],
    { unless: sql`on conflict do nothing`, returning: sql`id, deal_id` },
  )
  const idOf = new Map(insertedRows.map(({ id, deal_id }) => [deal_id, id]))
  for (const change of born) {
    const id = idOf.get(change.deal.dealId)
    if (id === undefined) continue
    change.after.id = id
    written.set(change.deal.dealId, { ticketId: id, isSeen: true })
  }
  const updated = changes.filter(({ row }) => row !== null)
  for (const { deal, after, seen } of updated)
    written.set(deal.dealId, { ticketId: after.id, isSeen: seen.length > 0 })
  const ofThose = (isSeen: boolean) =>
    updated.flatMap(({ after, seen }) => (seen.length > 0 === isSeen ? after : []))
  const kept = changes.filter(({ deal }) => written.has(deal.dealId))
  const news = kept.filter(({ seen }) => seen.length > 0)
  if (!isQuiet) tellNews(news, tell)
  await Promise.all([
    updateRows(tx, deals, ofThose(true), [...SEEN, ...KEPT, ...COUNTED]),
    updateRows(tx, deals, ofThose(false), KEPT),
    // What is taken over in bulk is in the audit log from its first change on.
    recordNews(tx, isQuiet ? news.filter(({ row }) => row !== null) : news),
    keepMirrored(tx, kept, now),
  ])
  await followDeal(tx, kept, { isQuiet, tell })
  return written
}

async function rowsOf(tx: Tx, ids: readonly TicketId[]): Promise<Map<TicketId, TicketRow>> {
  if (ids.length === 0) return new Map()
  const are = sql`${deals.id} = any(${arrayOf(ids)}::int[])`
  const rows: TicketRow[] = await tx.select(ticketColumns).from(deals).where(are)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What was erased here is not read again, whatever the CRM still says of it. */
function withoutPerson(deal: CrmDeal, row: TicketRow): CrmDeal {
  const kept = TEXTS.filter(({ part }) => part === 'requester').map(({ field, column }) => [
    field,
    row[column],
  ])
  const fields = { ...deal.fields, ...Object.fromEntries(kept), ratingComment: row.ratingFeedback }
  return { ...deal, title: row.title, fields, snapshot: null }
}

const NOTHING: ReadonlySet<never> = new Set()

function keptColumns(before: TicketRow, deal: CrmDeal, isWhole: boolean): TicketColumns {
  return {
    contactId: before.contactId ?? deal.contactIds[0] ?? null,
    createdById: textOf(deal.createdById),
    modifyById: textOf(deal.modifiedById),
    movedById: textOf(deal.movedById),
    lastActivityById: textOf(deal.lastActivityById),
    lastCommunicationTime: inSeconds(deal.lastCommunicationAt),
    crmModifiedAt: deal.modifiedAt,
    beginDate: deal.beginDate,
    // As far as the timeline was read, which is not read with a page of deals.
    crmLastActivityAt: isWhole ? deal.lastActivityAt : before.crmLastActivityAt,
  }
}

const textOf = (id: number | null) => (id === null ? null : String(id))
const inSeconds = (at: Date | null) => at?.toISOString().slice(0, 19).replace('T', ' ') ?? null
