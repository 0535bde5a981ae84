import type { ClockReading, ClockReadings } from './clock-reading.ts'
import { deadlineOf } from './deadline.ts'
import type { HistoryLine } from './history.ts'

const NONE: ClockReading = {
  state: 'none',
  startedAt: null,
  dueAt: null,
  pausedAt: null,
  fulfilledAt: null,
  breachedAt: null,
  elapsedMs: 0,
  remainingMs: null,
  targetMs: null,
  isByHand: false,
  warnings: [],
}

/** How the clocks of a ticket stand: its history says it all, the same on every gateway and at every rebuild. */
export function clocksOf(history: readonly HistoryLine[], now: Date): ClockReadings {
  const readings = { first_response: NONE, next_response: NONE, resolution: NONE, breaches: [] }
  const created = history.find((line) => line.kind === 'created')
  if (!created) return readings
  const dueAt = deadlineOf(created.data.priority, created.at)
  const targetMs = dueAt.getTime() - created.at.getTime()
  const elapsedMs = now.getTime() - created.at.getTime()
  const resolution: ClockReading = {
    ...NONE,
    state: 'running',
    startedAt: created.at,
    dueAt,
    breachedAt: elapsedMs >= targetMs ? dueAt : null,
    elapsedMs,
    remainingMs: targetMs - elapsedMs,
    targetMs,
  }
  return { ...readings, resolution }
}
