import { setTimeout as delay } from 'node:timers/promises'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { backfillDeals } from './backfill-deals.ts'
import { backfillTimelines } from './backfill-timelines.ts'
import { type Held, withCursor } from './cursor.ts'
import { type BackfillValue, backfillDone, backfillName } from './cursor-values.ts'
import type { MirrorNeeds } from './mirror-deals.ts'
import { createPace } from './pace.ts'

export type BackfillNeeds = MirrorNeeds & Pick<Ports, 'db' | 'crm' | 'log' | 'clock'>
export type Progress = {
  /** `waiting`: the CRM is away, and is asked again. */
  phase: 'deals' | 'timelines' | 'waiting'
  /** Of deals, in numbers of the CRM, not all of which are deals of this pipeline. */
  done: number
  total: number
  /** Deals so far. */
  deals: number
}
type Tell = (progress: Progress) => void
type Rules = {
  pipelineId: number
  /** Only what changed since. */
  since: Date | null
  signal?: AbortSignal
  tell?: Tell
}

/**
 * Everything there is in a pipeline, into the mirror: first the deals themselves, quietly and as fast as the CRM's limit lets
 * us; then each once more with all that hangs on it, by the jobs of a gateway, behind everything else. Its place is kept with what
 * it writes, so whoever dies has it begin again where it was. What happens meanwhile is never undone: a page is held against each
 * row as every reading is. Null: another is at it.
 */
export async function backfill(needs: BackfillNeeds, rules: Rules): Promise<BackfillValue | null> {
  let seen: Progress = { phase: 'deals', done: 0, total: 0, deals: 0 }
  const tell = (progress: Progress) => {
    seen = progress
    rules.tell?.(progress)
  }
  for (;;) {
    try {
      return await goOn(needs, { ...rules, tell })
    } catch (error) {
      if (!(error instanceof CrmError) || error.outcome === 'rejected') throw error
      tell({ ...seen, phase: 'waiting' })
      const waitMs = (error.retryAt?.getTime() ?? 0) - needs.clock().getTime()
      await delay(Math.max(LEAST_WAIT_MS, waitMs), undefined, rules.signal && { signal: rules.signal })
    }
  }
}

const LEAST_WAIT_MS = 1_000

async function goOn(needs: BackfillNeeds, { pipelineId, tell, ...rules }: Rules & { tell: Tell }) {
  const since = rules.since?.toISOString() ?? null
  const begun: BackfillValue = {
    since,
    startedAt: needs.clock().toISOString(),
    finishedAt: null,
    deals: { sections: [], from: null, rows: 0, isDone: false },
    timelines: { after: 0, promised: 0, total: 0, isDone: false },
    pace: null,
  }
  const claim = {
    name: backfillName(pipelineId),
    initial: begun,
    ...(rules.signal && { signal: rules.signal }),
  }
  const done = await withCursor(needs, claim, async (claimed) => {
    const held = withPace(claimed)
    const isSame = held.value.finishedAt === null && held.value.since === since
    const place = { pipelineId, held, value: isSame ? held.value : begun, tell }
    if (!isSame) await held.keep(needs.db, begun)
    place.value = await backfillDeals(needs, place)
    place.value = await backfillTimelines(needs, place)
    const finished = { ...place.value, finishedAt: needs.clock().toISOString() }
    await held.keep(needs.db, finished)
    return finished
  })
  return done?.result ?? null
}

/** Whoever looks on sees how fast it goes, whoever it is that does it. */
function withPace(held: Held<BackfillValue>): Held<BackfillValue> {
  const pace = createPace()
  let counted: string | null = null
  return {
    ...held,
    keep(tx, value) {
      const { phase, done } = backfillDone(value)
      if (phase !== counted) pace.forget()
      counted = phase
      return held.keep(tx, { ...value, pace: pace.add({ done, deals: value.deals.rows }) })
    },
  }
}
