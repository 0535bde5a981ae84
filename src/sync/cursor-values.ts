import type { DealId } from '#src/ids.ts'
import type { Turn } from './next-in-turn.ts'
import type { Pace } from './pace.ts'

/** What the rows of sync_cursors hold, name by name: also what those who look after it are shown. Moments are ISO 8601. */

export const STREAMS = ['deals', 'timelines', 'moves', 'activities'] as const
export type Stream = (typeof STREAMS)[number]

/** `sweep` */
export type SweepValue = Turn & {
  /** Of each stream, up to when it was looked through; by the clock of the CRM. */
  upTo: Partial<Record<Stream, string>>
  /** When the next one begins; by the clock of the database. */
  dueAt: string | null
  last: {
    startedAt: string
    tookMs: number
    found: Found
    /** What went wrong, by stream: it begins again where it was. */
    failed: Partial<Record<Stream, string>>
  } | null
}
export type Found = {
  /** That were looked at, in lists of what changed. */
  seen: number
  /** Deals that were not as they are in the CRM. */
  changed: number
  /** Readings of whole deals that were promised. */
  promised: number
}

/** `check-numbers` */
export type NumbersValue = {
  /** Of the business, on which it was done last. */
  day: string | null
  last: {
    startedAt: string
    tookMs: number
    listed: number
    /** In the CRM and not here. */
    missingHere: number
    /** Here and in no list: gone, elsewhere, or not for us to see. */
    missingThere: number
    gone: number
    hidden: number
  } | null
}

/** `offline` */
export type OfflineValue = {
  /** Something may have been taken and not settled. */
  isTaking: boolean
  /** How many events came this way so far. */
  events: number
  lookedAt: string | null
}

/** `backfill:<pipeline>` */
export type BackfillValue = {
  since: string | null
  startedAt: string
  finishedAt: string | null
  deals: {
    /** Sections of the numbers: `after` is the last number that is done. */
    sections: { after: DealId; last: DealId }[]
    /** The first number of all, less one; null: not known yet. */
    from: number | null
    rows: number
    isDone: boolean
  }
  timelines: { after: DealId | 0; promised: number; total: number; isDone: boolean }
  /** As of the last step; null: not known. */
  pace?: Pace | null
}
export const backfillName = (pipelineId: number) => `backfill:${pipelineId}`

/** How far it has come: with the deals in numbers of the CRM, not all of which are deals, then in deals that were read whole. */
export function backfillDone({ deals, timelines }: Pick<BackfillValue, 'deals' | 'timelines'>) {
  if (deals.isDone) return { phase: 'timelines', done: timelines.promised, total: timelines.total } as const
  const start = deals.from ?? 0
  const last = deals.sections.at(-1)?.last ?? start
  const left = deals.sections.reduce((sum, section) => sum + (section.last - section.after), 0)
  return { phase: 'deals', done: last - start - left, total: last - start } as const
}
