import { atRiskAtOf, type Clock, warningsAhead } from './clock.ts'
import type { ClockReading, ClockReadings } from './clock-reading.ts'
import type { HistoryLine } from './history.ts'
import { live } from './live.ts'
import { CLOCKS } from './policy.ts'
import { breachOf, countLife, type TicketLife } from './ticket-life.ts'

/** How the clocks of a ticket stand: its history says it all, the same on every gateway and at every rebuild. */
export function clocksOf(history: readonly HistoryLine[], now: Date): ClockReadings {
  const lines = history.toSorted((one, other) => one.at.getTime() - other.at.getTime() || one.id - other.id)
  let life: TicketLife | null = null
  for (const line of lines) life = live(life, line)
  if (!life) return { first_response: NONE, next_response: NONE, resolution: NONE, breaches: [] }
  const { clocks, pastBreaches } = countLife(life, now)
  const breaches = [...pastBreaches, ...CLOCKS.flatMap((name) => breachOf(clocks[name]))]
  return {
    first_response: read(clocks.first_response),
    next_response: read(clocks.next_response),
    resolution: read(clocks.resolution),
    breaches: breaches.toSorted((one, other) => one.at.getTime() - other.at.getTime()),
  }
}

function read(clock: Clock): ClockReading {
  const { phase, startedAt, dueAt, pausedAt, fulfilledAt, elapsedMs, terms, byHand } = clock
  return {
    state: phase === 'idle' || dueAt === null ? 'none' : phase,
    startedAt,
    dueAt,
    pausedAt,
    fulfilledAt,
    breachedAt: clock.breach?.at ?? null,
    atRiskAt: atRiskAtOf(clock),
    elapsedMs,
    remainingMs: remainingOf(clock),
    targetMs: terms.targetMs,
    isByHand: byHand !== null,
    warnings: [...clock.reached, ...warningsAhead(clock)].toSorted(
      (one, other) => one.at.getTime() - other.at.getTime() || one.percent - other.percent,
    ),
  }
}

function remainingOf({ phase, byHand, since, terms, elapsedMs }: Clock): number | null {
  if (phase === 'idle') return null
  if (byHand) return byHand.dueAt.getTime() - since.getTime()
  return terms.targetMs === null ? null : terms.targetMs - elapsedMs
}

const NONE: ClockReading = {
  state: 'none',
  startedAt: null,
  dueAt: null,
  pausedAt: null,
  fulfilledAt: null,
  breachedAt: null,
  atRiskAt: null,
  elapsedMs: 0,
  remainingMs: null,
  targetMs: null,
  isByHand: false,
  warnings: [],
}
