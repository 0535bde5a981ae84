import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { promiseRefreshes } from '#src/jobs/deal-refresh.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Held, withCursor } from './cursor.ts'
import { type Found, STREAMS, type Stream, type SweepValue } from './cursor-values.ts'
import { inOneGo } from './mirror-pages.ts'
import { nextInTurn } from './next-in-turn.ts'
import { isOfflineFollowed } from './offline-health.ts'
import { type SweepNeeds, streams } from './sweep-streams.ts'

type Rules = {
  everyS: number
  signal?: AbortSignal
  /** Now, whether it is time or not. */
  isForced?: boolean
}
export type Swept = NonNullable<SweepValue['last']>

const INITIAL: SweepValue = { upTo: {}, dueAt: null, rotation: 0, last: null }
const BACKGROUND = { priority: 'background' } as const
/** What is written in the CRM can be stamped a while before others can see it. */
const OVERLAP_MS = 2 * 60_000
/** Where nobody ever looked: what is older comes by a backfill. */
const FIRST_MS = 24 * 3_600_000
/** The CRM counts whole seconds. */
const UNSURE_MS = 2_000
/** Clocks that differ by less cannot hide whether something was read after it happened. */
const MOST_SKEW_MS = 3_000
const RETRY_S = 5
/** Where the CRM keeps for us what happens, less is lost. */
const SELDOM = 10

/**
 * Asks the CRM what changed since the last time, and mends what nobody told us of. One gateway of all does it; null: it is not
 * our turn. Watermarks are moments of the CRM's clock, from before it was asked; whoever dies meanwhile leaves them as they were.
 */
export async function sweep(needs: SweepNeeds, rules: Rules): Promise<Swept | null> {
  const isDue = sql`coalesce((cursor.value->>'dueAt')::timestamptz not between
    clock_timestamp() and clock_timestamp() + interval '1 day', true)`
  const claim = {
    name: 'sweep',
    initial: INITIAL,
    ...(!rules.isForced && { onlyIf: isDue }),
    ...(rules.signal && { signal: rules.signal }),
  }
  const done = await withCursor(needs, claim, (held) => sweepOnce(needs, rules, held))
  return done?.result ?? null
}

async function sweepOnce(needs: SweepNeeds, { everyS }: Rules, held: Held<SweepValue>): Promise<Swept> {
  const { db, crm, log } = needs
  const { value, signal } = held
  const startedAtMs = performance.now()
  const startedAt = await databaseNow(db)
  const dueIn = (seconds: number) => new Date(startedAt.getTime() + seconds * 1_000).toISOString()
  let now: Date
  try {
    now = await crm.now(BACKGROUND)
  } catch (error) {
    await held.keep(db, { ...value, dueAt: dueIn(Math.min(RETRY_S, everyS)) })
    throw error
  }
  const skewMs = Math.abs(now.getTime() - (await databaseNow(db)).getTime())
  const windowOf = (stream: Stream) => {
    // A clock that was set back shall not hide what came since.
    const sinceMs = Math.min(Date.parse(value.upTo[stream] ?? '') || now.getTime() - FIRST_MS, now.getTime())
    return {
      from: new Date(sinceMs - OVERLAP_MS),
      unsureFrom: new Date(sinceMs - UNSURE_MS),
      isClockRight: skewMs < MOST_SKEW_MS,
      signal,
    }
  }
  // Side by side: what waits for its place in the CRM's limit leaves together.
  const ended = await Promise.all(
    STREAMS.map(async (stream) => ({ stream, ...(await tried(streams[stream](needs, windowOf(stream)))) })),
  )
  signal.throwIfAborted()
  const errors = ended.flatMap(({ error }) => error ?? [])
  // What the CRM refuses for good is asked for again at the next time, as everything else.
  const isSoon = errors.some(({ outcome }) => outcome !== 'rejected')
  const pauseS = everyS * ((await isOfflineFollowed(db)) ? SELDOM : 1)
  const swept: Swept = {
    startedAt: startedAt.toISOString(),
    tookMs: Math.round(performance.now() - startedAtMs),
    found: sumOf(ended.flatMap(({ found }) => found ?? [])),
    failed: Object.fromEntries(
      ended.flatMap(({ stream, error }) => (error ? [[stream, error.message]] : [])),
    ),
  }
  await inOneGo(db, async (tx) => {
    const { dealIds, ...turn } = isSoon ? { dealIds: [] } : await nextInTurn(tx, value)
    await promiseRefreshes(tx, dealIds, { lane: 'reconcile' })
    const looked = ended.flatMap(({ stream, error }) => (error ? [] : [[stream, now.toISOString()]]))
    await held.keep(tx, {
      ...value,
      upTo: { ...value.upTo, ...Object.fromEntries(looked) },
      dueAt: dueIn(isSoon ? Math.min(RETRY_S, pauseS) : pauseS),
      ...turn,
      last: swept,
    })
  })
  // Said once, and again when it is something else.
  if (String(Object.keys(swept.failed)) !== String(Object.keys(value.last?.failed ?? {})))
    log.warn({ failed: swept.failed }, 'what the CRM was asked for in the sweep, and could not tell')
  log.debug(swept, 'swept')
  return swept
}

type Tried = { found: Found; error?: never } | { found?: never; error: CrmError }

/** One stream that fails keeps its place, and no other waits for it. */
async function tried(looking: Promise<Found>): Promise<Tried> {
  try {
    return { found: await looking }
  } catch (error) {
    if (error instanceof CrmError) return { error }
    throw error
  }
}

const sumOf = (parts: readonly Found[]): Found => ({
  seen: parts.reduce((sum, { seen }) => sum + seen, 0),
  changed: parts.reduce((sum, { changed }) => sum + changed, 0),
  promised: parts.reduce((sum, { promised }) => sum + promised, 0),
})

async function databaseNow(db: Db): Promise<Date> {
  const [row] = await db.execute<{ now: string }>(sql`select clock_timestamp()::text as now`)
  return new Date(row?.now ?? Number.NaN)
}
