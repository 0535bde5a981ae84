import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'
import { promiseRefreshes } from '#src/jobs/deal-refresh.ts'
import type { Lane } from '#src/jobs/lanes.ts'
import type { Clock, Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Held, withCursor } from './cursor.ts'
import type { NumbersValue } from './cursor-values.ts'
import type { MirrorNeeds } from './mirror-deals.ts'
import { inOneGo } from './mirror-pages.ts'
import { type Section, sectionsOf } from './sections.ts'

type Needs = Pick<MirrorNeeds, 'pipelines'> &
  Pick<Ports, 'db' | 'crm' | 'log'> & { clock: Clock; timeZone: string }
type Rules = { signal?: AbortSignal; isForced?: boolean }
export type Checked = NonNullable<NumbersValue['last']>

const INITIAL: NumbersValue = { day: null, last: null }
const BACKGROUND = { priority: 'background' } as const
/** Of the business, when the fewest people work. */
const HOUR = 3
const SECTIONS = 20
/** More than that are for a backfill, which is faster. */
const MOST_MISSING = 1_000
const AT_ONCE = 50
/** Deals do not go away by the dozen: more likely we are not let see them. */
const FEW = 20
const LARGE_PART = 0.05

/**
 * Once a night, the numbers of all deals without the deals: finds what was deleted, and what never came here. Before the first
 * night it is done at once. Null: not now, or another gateway is at it.
 */
export async function checkNumbers(
  needs: Needs,
  { signal, isForced = false }: Rules,
): Promise<Checked | null> {
  const { day, hour } = inZone(needs.clock(), needs.timeZone)
  const isNight = sql`cursor.value->>'day' is null or (cursor.value->>'day' <> ${day} and ${hour >= HOUR})`
  const claim = {
    name: 'check-numbers',
    initial: INITIAL,
    ...(!isForced && { onlyIf: isNight }),
    ...(signal && { signal }),
  }
  const done = await withCursor(needs, claim, (held) => checkAll(needs, day, held))
  return done?.result ?? null
}

async function checkAll(needs: Needs, day: string, held: Held<NumbersValue>): Promise<Checked> {
  const startedAtMs = performance.now()
  const startedAt = needs.clock().toISOString()
  const checked = { listed: 0, missingHere: 0, missingThere: 0, gone: 0, hidden: 0 }
  for (const pipelineId of needs.pipelines) {
    const { listed, missingHere, missingThere } = await compare(needs, pipelineId, held.signal)
    checked.listed += listed
    checked.missingHere += missingHere.length
    checked.missingThere += missingThere.length
    if (missingThere.length > Math.max(FEW, listed * LARGE_PART))
      needs.log.error(
        { pipelineId, listed, missing: missingThere.length },
        'the CRM lists far fewer deals than it did: it may not let us see all of them; each is asked for',
      )
    if (missingHere.length > MOST_MISSING)
      needs.log.warn(
        { pipelineId, missing: missingHere.length },
        'many deals of the CRM are not here: npm run ponte -- backfill',
      )
    await promiseAll(needs.db, missingHere.slice(0, MOST_MISSING), 'backfill')
    const { gone, hidden } = await askForEach(needs, missingThere, held.signal)
    checked.gone += gone
    checked.hidden += hidden
  }
  if (checked.hidden > 0)
    needs.log.warn({ deals: checked.hidden }, 'the CRM does not let us see deals that it has')
  const last = { startedAt, tookMs: Math.round(performance.now() - startedAtMs), ...checked }
  await held.keep(needs.db, { day, last })
  return last
}

type Compared = { listed: number; missingHere: DealId[]; missingThere: DealId[] }

async function compare(
  { db, crm }: Pick<Needs, 'db' | 'crm'>,
  pipelineId: number,
  signal: AbortSignal,
): Promise<Compared> {
  const compared: Compared = { listed: 0, missingHere: [], missingThere: [] }
  const [theirs, ours] = await Promise.all([
    crm.dealRange(pipelineId, null, BACKGROUND),
    ownRange(db, pipelineId),
  ])
  const ranges = [theirs, ours].flatMap((range) => range ?? [])
  if (ranges.length === 0) return compared
  const first = Math.min(...ranges.map((range) => range.first))
  const last = Math.max(...ranges.map((range) => range.last))
  await Promise.all(sectionsOf({ first, last }, SECTIONS).map(compareSection))
  return compared

  async function compareSection(section: Section): Promise<void> {
    for (let { after } = section; after < section.last; ) {
      signal.throwIfAborted()
      const page = await crm.dealIds({ pipelineId, after, last: section.last }, BACKGROUND)
      const upTo = page.isLast ? section.last : (page.dealIds.at(-1) ?? section.last)
      const rows = await rowsBetween(db, after, upTo)
      const listed = new Set(page.dealIds)
      const here = new Set(rows.flatMap(({ dealId, isHere }) => (isHere ? [dealId] : [])))
      compared.listed += listed.size
      compared.missingHere.push(...page.dealIds.filter((dealId) => !here.has(dealId)))
      compared.missingThere.push(
        ...rows.flatMap((row) =>
          row.isHere && row.pipelineId === pipelineId && !listed.has(row.dealId) ? [row.dealId] : [],
        ),
      )
      after = upTo
    }
  }
}

async function ownRange(db: Db, pipelineId: number): Promise<{ first: number; last: number } | null> {
  const [row] = await db.execute<{ first: number | null; last: number | null }>(sql`
    select min(deal_id) as first, max(deal_id) as last from deals
    where pipeline_id = ${pipelineId} and crm_deleted_at is null and crm_left_at is null`)
  return row?.first && row.last ? { first: row.first, last: row.last } : null
}

type Row = { dealId: DealId; pipelineId: number; isHere: boolean }

/** `isHere`: neither deleted nor elsewhere, as far as we know. */
async function rowsBetween(db: Db, after: DealId, upTo: DealId): Promise<Row[]> {
  return db.execute<Row>(sql`
    select deal_id as "dealId", pipeline_id as "pipelineId", crm_deleted_at is null and crm_left_at is null as "isHere"
    from deals where deal_id > ${after} and deal_id <= ${upTo}`)
}

/** A list proves nothing: who is not in it is asked for by number, and then only read into the mirror if we may read it. */
async function askForEach(
  { db, crm }: Pick<Needs, 'db' | 'crm'>,
  dealIds: readonly DealId[],
  signal: AbortSignal,
): Promise<{ gone: number; hidden: number }> {
  const counts = { gone: 0, hidden: 0 }
  for (let at = 0; at < dealIds.length; at += AT_ONCE) {
    signal.throwIfAborted()
    const asked = await Promise.all(dealIds.slice(at, at + AT_ONCE).map((dealId) => ask(crm, dealId)))
    counts.gone += asked.filter(({ is }) => is === 'gone').length
    counts.hidden += asked.filter(({ is }) => is === 'hidden').length
    const readable = asked.flatMap(({ dealId, is }) => (is === 'hidden' ? [] : [dealId]))
    await promiseAll(db, readable, 'reconcile')
  }
  return counts
}

async function ask(crm: Ports['crm'], dealId: DealId) {
  try {
    const deal = await crm.readDeal(dealId, BACKGROUND)
    return { dealId, is: deal === null ? 'gone' : 'there' } as const
  } catch (error) {
    if (error instanceof CrmError && error.outcome === 'rejected') return { dealId, is: 'hidden' } as const
    throw error
  }
}

/** In small steps: until it commits, nothing else can be promised of the same deals. */
async function promiseAll(db: Db, dealIds: readonly DealId[], lane: Lane): Promise<void> {
  for (let at = 0; at < dealIds.length; at += AT_ONCE)
    await inOneGo(db, (tx) => promiseRefreshes(tx, dealIds.slice(at, at + AT_ONCE), { lane }))
}

function inZone(at: Date, timeZone: string): { day: string; hour: number } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const [day = '', time = ''] = format.format(at).split(' ')
  return { day, hour: Number(time.slice(0, 2)) }
}
