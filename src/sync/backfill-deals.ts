import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import type { BackfillNeeds, Progress } from './backfill.ts'
import type { Held } from './cursor.ts'
import { type BackfillValue, backfillDone } from './cursor-values.ts'
import { mirrorPage } from './mirror-pages.ts'
import { nextReadOrder } from './read-order.ts'
import { type Section, sectionsOf } from './sections.ts'

export type Place = {
  pipelineId: number
  held: Held<BackfillValue>
  /** As it was kept last. */
  value: BackfillValue
  tell(progress: Progress): void
}
/** `upTo`: the number that the section is done up to, once this is written. */
type Page = { section: number; order: number; deals: readonly CrmDeal[]; upTo: DealId }

const BACKGROUND = { priority: 'background' } as const
/** Four batches' worth: one on its way, one that is written, one that waits for its place, and one that gathers meanwhile. */
const SECTIONS = 200
/** What is written at once: half of what a batch brings, by two, since each of them keeps one core of Postgres busy. */
const MOST_PAGES = 25
const WRITERS = 2

/** The deals themselves. A page is read again if we die between its reading and its writing: one of each section at most. */
export async function backfillDeals(needs: BackfillNeeds, place: Place): Promise<BackfillValue> {
  const { crm, db } = needs
  const { held, pipelineId, tell } = place
  let { value } = place
  if (value.deals.isDone) return value
  const since = value.since === null ? null : new Date(value.since)

  if (value.deals.from === null) {
    const range = await crm.dealRange(pipelineId, since, BACKGROUND)
    const sections = range === null ? [] : sectionsOf(range, SECTIONS)
    const from = range === null ? 0 : range.first - 1
    await keep({ ...value, deals: { ...value.deals, sections, from } })
  }
  const writePage = gatherPages(write)
  const takeTurn = createTurns()
  // One that fails ends the others, or they would go on for nobody.
  const failed = new AbortController()
  const ended = await Promise.allSettled(value.deals.sections.map(readSection))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  // Deals that were made meanwhile are told as events; this is for when nobody listened.
  const [end] = value.deals.sections.slice(-1)
  const after = (end?.last ?? 0) as DealId
  const tail = await crm.dealRange(pipelineId, since, BACKGROUND)
  if (tail && tail.last > after) {
    const section = { after, last: tail.last as DealId }
    await keep({ ...value, deals: { ...value.deals, sections: [...value.deals.sections, section] } })
    await readSection(section, value.deals.sections.length - 1)
  }
  await keep({ ...value, deals: { ...value.deals, isDone: true } })
  // Plans that were made while there were few rows are made anew.
  await db.execute(sql`analyze deals`)
  return value

  async function keep(next: BackfillValue, tx?: Tx): Promise<void> {
    await held.keep(tx ?? db, next)
    value = next
  }

  async function readSection({ after: start, last }: Section, section: number): Promise<void> {
    try {
      for (let after = start; after < last; ) {
        held.signal.throwIfAborted()
        failed.signal.throwIfAborted()
        const order = await nextReadOrder(db)
        const { deals, isLast } = await crm.dealPage({ pipelineId, after, last, since }, BACKGROUND)
        const upTo = isLast ? last : (deals.at(-1)?.dealId ?? last)
        await writePage({ section, order, deals, upTo })
        after = upTo
      }
    } catch (error) {
      failed.abort(error)
      throw error
    }
  }

  async function write(pages: readonly Page[]): Promise<void> {
    const deals = pages.flatMap((page) => page.deals)
    // Of readings that are written together, what holds for the first holds for all.
    const order = Math.min(...pages.map((page) => page.order))
    let turn: ReturnType<typeof takeTurn> | undefined
    let next = value
    try {
      await mirrorPage(
        needs,
        { order, deals },
        {
          isQuiet: true,
          lane: 'backfill',
          isToRead: ({ outcome }) => outcome === 'again',
          async also(tx) {
            // Last of all, so that nobody waits for rows while he has the turn. What the other has committed by then is part of
            // the place, and what he has not is not.
            turn ??= takeTurn()
            await turn.begins
            next = placeAfter(value, pages)
            await held.keep(tx, next)
          },
        },
      )
      value = next
    } finally {
      turn?.end()
    }
    tell({ ...backfillDone(next), deals: next.deals.rows })
  }
}

function placeAfter(value: BackfillValue, pages: readonly Page[]): BackfillValue {
  const sections = [...value.deals.sections]
  for (const { section, upTo } of pages) {
    const known = sections[section]
    if (known) sections[section] = { ...known, after: upTo }
  }
  const rows = value.deals.rows + pages.reduce((sum, { deals }) => sum + deals.length, 0)
  return { ...value, deals: { ...value.deals, sections, rows } }
}

/** Written at once while a writer is free; what comes meanwhile goes together. Resolves when the page is written. */
function gatherPages(write: (pages: readonly Page[]) => Promise<void>): (page: Page) => Promise<void> {
  const waiting: { page: Page; resolve(): void; reject(error: unknown): void }[] = []
  let writers = 0

  async function writeAll(): Promise<void> {
    writers += 1
    // Those of one batch arrive one right after the other.
    await new Promise(setImmediate)
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_PAGES)
      try {
        await write(batch.map(({ page }) => page))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    writers -= 1
  }
  return (page) =>
    new Promise((resolve, reject) => {
      waiting.push({ page, resolve, reject })
      if (writers < WRITERS) void writeAll()
    })
}

/** One after the other, in the order in which they were taken. */
function createTurns() {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const begins = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    return { begins, end: resolve }
  }
}
