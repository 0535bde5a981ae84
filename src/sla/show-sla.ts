import { z } from '@hono/zod-openapi'
import type { Calendar } from './calendar.ts'
import type { ClockState } from './clock-reading.ts'
import { CLOCKS, type ClockName } from './policy.ts'
import { AT_RISK_SHARE } from './state.ts'
import { workedMs } from './working-hours.ts'

/** How a promise stands, the worst first. */
export const STANDINGS = ['breached', 'at_risk', 'ok', 'paused', 'met'] as const
export type Standing = (typeof STANDINGS)[number]

const moment = () => z.iso.datetime().nullable()
const State = z.enum(STANDINGS).nullable()

export const SlaClock = z
  .object({
    state: State.openapi({ description: 'null: cancelled. What was broken once is breached for good' }),
    due_at: moment().openapi({ description: 'While paused, as it was when the pause began' }),
    remaining_s: z.int().nullable().openapi({
      description:
        'Working time that is left, and of a deadline by hand plain time; negative once it is late, null once it is over',
    }),
    paused: z.boolean(),
    started_at: moment(),
    fulfilled_at: moment(),
    breached_at: moment(),
  })
  .openapi('SlaClock')
export type SlaClock = z.infer<typeof SlaClock>

export const Sla = z
  .object({
    state: State.openapi({ description: 'The worst of all clocks; null: nothing is promised' }),
    first_response: SlaClock.nullable(),
    next_response: SlaClock.nullable(),
    resolution: SlaClock.nullable(),
  })
  .openapi('Sla')
export type Sla = z.infer<typeof Sla>

/** As its copy in the database has it. */
export type KeptClock = {
  state: ClockState
  startedAt: Date | null
  dueAt: Date | null
  pausedAt: Date | null
  fulfilledAt: Date | null
  breachedAt: Date | null
  /** Of one that stands still. */
  remainingMs: number | null
  targetMs: number | null
  calendar: Calendar
  /** Then it is a plain moment, and nothing stands still. */
  isByHand: boolean
}

export function showSla(clocks: Partial<Record<ClockName, KeptClock>>, now: Date): Sla {
  const show = (name: ClockName) => {
    const clock = clocks[name]
    return clock && clock.state !== 'none' ? showClock(clock, now) : null
  }
  const shown = {
    first_response: show('first_response'),
    next_response: show('next_response'),
    resolution: show('resolution'),
  }
  const states = CLOCKS.map((name) => shown[name]?.state)
  return { state: STANDINGS.find((one) => states.includes(one)) ?? null, ...shown }
}

function showClock(clock: KeptClock, now: Date): SlaClock {
  const leftMs = leftOf(clock, now)
  return {
    state: standingOf(clock, leftMs, now),
    due_at: iso(clock.dueAt),
    // Not -0.
    remaining_s: leftMs === null ? null : Math.round(leftMs / 1_000) + 0,
    paused: clock.state === 'paused',
    started_at: iso(clock.startedAt),
    fulfilled_at: iso(clock.fulfilledAt),
    breached_at: iso(clock.breachedAt),
  }
}

function leftOf({ state, dueAt, remainingMs, calendar, isByHand }: KeptClock, now: Date): number | null {
  if (!dueAt || (state !== 'running' && state !== 'paused')) return null
  if (isByHand) return dueAt.getTime() - now.getTime()
  if (state === 'paused') return remainingMs
  return dueAt >= now ? workedMs(calendar, now, dueAt) : -workedMs(calendar, dueAt, now)
}

function standingOf(clock: KeptClock, leftMs: number | null, now: Date): Standing | null {
  const { state, startedAt, dueAt, breachedAt, targetMs, isByHand } = clock
  if (breachedAt) return 'breached'
  if (state === 'fulfilled') return 'met'
  if (leftMs === null || !dueAt) return null
  // Late within the second in which that is written down, and late at night, when no work is missed yet.
  if (dueAt < now && (state === 'running' || isByHand)) return 'breached'
  if (state === 'paused') return 'paused'
  const wholeMs = isByHand || targetMs === null ? dueAt.getTime() - (startedAt ?? now).getTime() : targetMs
  return leftMs <= wholeMs * AT_RISK_SHARE ? 'at_risk' : 'ok'
}

const iso = (at: Date | null) => at?.toISOString() ?? null
