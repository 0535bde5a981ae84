import type { ClockName, WarningPercent } from './policy.ts'

export type ClockState = 'none' | 'running' | 'paused' | 'fulfilled' | 'cancelled'

/**
 * Once `at` has come it stays as it is, with the due time that it was reached under, so both together with the percent
 * name it for good.
 */
export type Warning = { percent: WarningPercent; at: Date; dueAt: Date }

/** How a clock stands at a moment. */
export type ClockReading = {
  /** none: not started, or nothing was promised. */
  state: ClockState
  startedAt: Date | null
  /** While paused: as it was when the pause began. Once over: the last one. */
  dueAt: Date | null
  pausedAt: Date | null
  fulfilledAt: Date | null
  /** Never earlier than people could know of it, and never taken back. */
  breachedAt: Date | null
  /** From when on little is left, if nothing happens; null: it does not run. */
  atRiskAt: Date | null
  /** Work, by the calendar. */
  elapsedMs: number
  /** Work, or with a deadline by hand the plain time until it; negative once it is late. */
  remainingMs: number | null
  targetMs: number | null
  isByHand: boolean
  /** Those that were reached, and if it runs those that will be if nothing happens; in their order. */
  warnings: Warning[]
}

export type Breach = { clock: ClockName; startedAt: Date; dueAt: Date; at: Date }

export type ClockReadings = Record<ClockName, ClockReading> & {
  /** All of this ticket, also those of next responses that were followed by others. */
  breaches: Breach[]
}
