import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId, TicketId } from '#src/ids.ts'
import { arrayOf } from '#src/jobs/claim.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { type TicketRow, ticketColumns } from '#src/tickets/queries.ts'
import { judgeReading } from './judge-reading.ts'
import { digestOf } from './kept-deal.ts'
import { type Planned, writeDeals } from './write-deals.ts'

export type MirrorNeeds = Pick<Ports, 'stageMap'> & { pipelines: readonly number[] }

/** `order`: drawn before the CRM was asked. `isWhole`: each was asked for by its number, with all that hangs on it. */
export type DealReadings = { order: number; deals: readonly CrmDeal[]; isWhole?: boolean }
/** `isQuiet`: nobody is told, as of what was there long before us. */
export type How = { isQuiet: boolean; tell?: Tell }

export type Mirrored = {
  dealId: DealId
  ticketId: TicketId | null
  /**
   * - `same`: nothing that anybody sees is another
   * - `older`: the mirror knows better
   * - `again`: it ran beside another reading, or the mirror has it as deleted; it has to be read once more
   * - `not-mirrored`: it is in none of our pipelines, and never was
   */
  outcome: 'inserted' | 'changed' | 'same' | 'older' | 'again' | 'not-mirrored'
  /** Something was said on it since its timeline was read last. */
  isTimelineBehind: boolean
}

/**
 * The only writer of what the CRM owns of a ticket, from readings. Rows are locked first and all at once, so that what is decided
 * is still true when it is written; each statement is made once, however many deals there are.
 */
export async function mirrorDeals(
  needs: MirrorNeeds,
  tx: Tx,
  { order, deals: read, isWhole = false }: DealReadings,
  how: How,
): Promise<Mirrored[]> {
  const byId = new Map(read.map((deal) => [deal.dealId, deal]))
  const rowOf = await lockRows(tx, [...byId.values()], isWhole)
  const results = new Map<DealId, Mirrored>()
  const planned: Planned[] = []
  const heard: { row: LockedRow; deal: CrmDeal }[] = []

  for (const deal of byId.values()) {
    const row = rowOf(deal)
    const isHere = needs.pipelines.includes(deal.pipelineId) && !deal.isTemplate
    const isTimelineBehind = isBehind(row, deal)
    const settle = (outcome: Mirrored['outcome']) => {
      const { dealId } = deal
      results.set(dealId, { dealId, ticketId: row?.id ?? null, outcome, isTimelineBehind })
    }
    if (!row && !isHere) {
      settle('not-mirrored')
      continue
    }
    const digest = digestOf(deal)
    const isSame = row?.digest === digest
    const judged = judgeReading(row ?? UNKNOWN, { order, modifiedAt: deal.modifiedAt, isSame, isWhole })
    settle(judged !== 'write' ? judged : row ? 'changed' : 'inserted')
    if (judged === 'write') planned.push({ deal, digest, row, isHere, isWhole })
    if (judged === 'same' && isWhole && row && isTimelineBehind) heard.push({ row, deal })
  }
  for (const { row, deal } of heard) await noteHeard(tx, row, deal)
  if (planned.length === 0) return [...results.values()]

  const write = (tell: Tell) => writeDeals(tx, planned, { ...how, stageMap: needs.stageMap, tell })
  const written = how.tell ? await write(how.tell) : await telling(tx, write)
  for (const { deal, row } of planned) {
    const result = results.get(deal.dealId)
    const one = written.get(deal.dealId)
    if (!result || !one) continue
    result.ticketId = one.ticketId
    if (row && !one.isSeen && result.outcome === 'changed') result.outcome = 'same'
  }
  // Somebody else made the row meanwhile, and it could not be seen: now it can.
  const late = planned.flatMap(({ deal }) => (written.has(deal.dealId) ? [] : deal))
  const rest = late.length === 0 ? [] : await mirrorDeals(needs, tx, { order, deals: late, isWhole }, how)
  for (const result of rest) results.set(result.dealId, result)
  return [...results.values()]
}

const UNKNOWN = { crmModifiedAt: null, crmReadOrder: null, isMissing: false }

/** The CRM counts whole seconds, by a clock that is not quite ours. */
const UNSURE_MS = 5_000

/** What was said in the very second in which the timeline was read may have come after that. */
function isBehind(row: LockedRow | null, { lastActivityAt }: CrmDeal): boolean {
  if (lastActivityAt === null) return false
  if (!row?.crmLastActivityAt || row.crmLastActivityAt < lastActivityAt) return true
  return row.crmSyncedAt === null || row.crmSyncedAt.getTime() < lastActivityAt.getTime() + UNSURE_MS
}

/** Nothing of the deal is new, and its timeline was read once more. */
const noteHeard = (tx: Tx, { id }: LockedRow, { lastActivityAt: crmLastActivityAt }: CrmDeal) =>
  tx.update(deals).set({ crmLastActivityAt, crmSyncedAt: sql`clock_timestamp()` }).where(eq(deals.id, id))

/** As much of a row as says whether a reading is newer. */
const LOCKED = {
  id: deals.id,
  dealId: deals.dealId,
  originKey: deals.originKey,
  crmModifiedAt: deals.crmModifiedAt,
  crmReadOrder: deals.crmReadOrder,
  isMissing: sql<boolean>`${deals.crmDeletedAt} is not null`,
  crmLastActivityAt: deals.crmLastActivityAt,
  crmSyncedAt: deals.crmSyncedAt,
  digest: sql<string | null>`${deals.crmSnapshot}->>'digest'`,
}
type LockedRow = Pick<TicketRow, Exclude<keyof typeof LOCKED, 'isMissing' | 'digest'>> & {
  isMissing: boolean
  digest: string | null
  /** Of a few the whole row costs less than to ask for it once more; of a page most are known already. */
  whole?: TicketRow
}

async function lockRows(tx: Tx, read: readonly CrmDeal[], isWhole: boolean) {
  const keys = read.flatMap(({ originKey }) => (originKey !== null && UUID.test(originKey) ? originKey : []))
  const found = read.length === 0 ? [] : await lockedRows(tx, wanted(read, keys), isWhole)
  const byDeal = new Map(found.map((row) => [row.dealId, row]))
  const unnumbered = new Map(found.flatMap((row) => (row.dealId === null ? [[row.originKey, row]] : [])))
  /** S-14: one that we are making right now does not know its number yet. A copy of it has the key too, and is another. */
  return ({ dealId, originKey }: CrmDeal): LockedRow | null => {
    const named = byDeal.get(dealId)
    if (named || originKey === null) return named ?? null
    const made = unnumbered.get(originKey) ?? null
    unnumbered.delete(originKey)
    return made
  }
}

/** One is asked for as one: that is planned by the index even while there are few rows. */
function wanted(read: readonly CrmDeal[], keys: readonly string[]): SQL {
  const [only, more] = read
  const isDeal =
    only && !more
      ? sql`${deals.dealId} = ${only.dealId}`
      : sql`${deals.dealId} = any(${arrayOf(read.map(({ dealId }) => dealId))}::int[])`
  return keys.length === 0 ? isDeal : sql`(${isDeal} or ${deals.originKey} = any(${arrayOf(keys)}::uuid[]))`
}

/** In one order, whoever locks them, so that two who do never wait for each other. */
async function lockedRows(tx: Tx, are: SQL, isWhole: boolean): Promise<LockedRow[]> {
  const inOrder = asc(deals.id)
  if (!isWhole) return tx.select(LOCKED).from(deals).where(are).orderBy(inOrder).for('update')
  const rows = await tx.select(ticketColumns).from(deals).where(are).orderBy(inOrder).for('update')
  return rows.map((whole: TicketRow) => {
    const kept = whole.crmSnapshot as { digest?: string } | null
    return { ...whole, isMissing: whole.crmDeletedAt !== null, digest: kept?.digest ?? null, whole }
  })
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
