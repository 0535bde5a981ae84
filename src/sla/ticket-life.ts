import type { Priority, Status } from '#src/db/ticket-schema.ts'
import { ALWAYS } from './calendar.ts'
import {
  type Clock,
  cancelClock,
  changeTerms,
  countUntil,
  fulfilClock,
  idleClock,
  isOpen,
  pauseClock,
  resumeClock,
  startClock,
  type Terms,
} from './clock.ts'
import type { Breach } from './clock-reading.ts'
import { CLOCK_TABLE, type Effect, type Happening } from './clock-table.ts'
import { DEFAULT_POLICY } from './default-policy.ts'
import { type AppliedPolicy, CLOCKS, type ClockName, type Targets } from './policy.ts'

/** A ticket as far as its history was read. */
export type TicketLife = {
  priority: Priority
  status: Status
  applied: AppliedPolicy
  clocks: Record<ClockName, Clock>
  /** Of next responses that were followed by others. */
  pastBreaches: Breach[]
  /** How it stood when it was merged or moved out. */
  left: { status: Status; clocks: TicketLife['clocks'] } | null
}

export function beginLife(priority: Priority, at: Date): TicketLife {
  const idle = (name: ClockName) => idleClock(name, termsOf({ priority, applied: DEFAULT_POLICY }, name), at)
  const life: TicketLife = {
    priority,
    status: 'open',
    applied: DEFAULT_POLICY,
    clocks: mapClocks(idle),
    pastBreaches: [],
    left: null,
  }
  return happen(life, 'created', at)
}

/** All clocks do what the table says of them. */
export function happen(life: TicketLife, happening: Happening, at: Date): TicketLife {
  const clocks = mapClocks((name) => affect(life, life.clocks[name], CLOCK_TABLE[happening][name], at))
  const followed = CLOCKS.map((name) => life.clocks[name]).filter(
    ({ name, startedAt }) => startedAt !== clocks[name].startedAt,
  )
  return { ...life, clocks, pastBreaches: [...life.pastBreaches, ...followed.flatMap(breachOf)] }
}

export const countLife = (life: TicketLife, now: Date): TicketLife => ({
  ...life,
  clocks: mapClocks((name) => countUntil(life.clocks[name], now)),
})

export const breachOf = ({ name, startedAt, breach }: Clock): Breach[] =>
  startedAt && breach ? [{ clock: name, startedAt, ...breach }] : []

export const mapClocks = (clockOf: (name: ClockName) => Clock): TicketLife['clocks'] => ({
  first_response: clockOf('first_response'),
  next_response: clockOf('next_response'),
  resolution: clockOf('resolution'),
})

export const isPausedByPolicy = ({ applied, status }: Pick<TicketLife, 'applied' | 'status'>) =>
  applied.policy.pauseStatuses.some((one) => one === status)

function affect(life: TicketLife, clock: Clock, effect: Effect, at: Date): Clock {
  const terms = termsOf(life, clock.name)
  switch (effect) {
    case 'nothing':
      return clock
    case 'start':
      return isOpen(clock) ? clock : startClock(clock.name, terms, at)
    case 'fulfil':
      return fulfilClock(clock, at)
    case 'cancel':
      return cancelClock(clock)
    case 'pause':
      return pauseClock(clock, at)
    case 'pause-by-policy':
      return isPausedByPolicy(life) ? pauseClock(clock, at) : affect(life, clock, 'resume', at)
    case 'resume':
      return clock.phase === 'paused' ? resumeClock(clock, terms, at) : clock
    case 'reopen':
      return resumeClock(clock, terms, at)
    case 'carry-over':
      return changeTerms(clock, terms, at)
  }
}

const TARGET: Record<ClockName, keyof Targets> = {
  first_response: 'firstResponseMin',
  next_response: 'nextResponseMin',
  resolution: 'resolutionMin',
}
const MINUTE_MS = 60_000

export function termsOf(
  { applied, priority }: Pick<TicketLife, 'applied' | 'priority'>,
  name: ClockName,
): Terms {
  const { policy, calendar } = applied
  const isAlways = priority === 'urgent' && policy.isUrgentAroundTheClock
  const minutes = policy.targets[priority]?.[TARGET[name]]
  return {
    calendar: isAlways ? ALWAYS : calendar,
    targetMs: minutes === undefined ? null : minutes * MINUTE_MS,
  }
}
