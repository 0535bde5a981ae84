import type { Calendar } from './calendar.ts'
import type { Warning } from './clock-reading.ts'
import { type ClockName, WARNING_PERCENTS, type WarningPercent } from './policy.ts'
import { AT_RISK_SHARE } from './state.ts'
import { addWorked, subtractWorked, workedMs } from './working-hours.ts'

/** One promise in time. It has counted up to `since`; whoever changes it brings it there first, by `countUntil`. */
export type Clock = {
  name: ClockName
  phase: 'idle' | 'running' | 'paused' | 'fulfilled' | 'cancelled'
  terms: Terms
  since: Date
  elapsedMs: number
  startedAt: Date | null
  dueAt: Date | null
  byHand: ByHand | null
  pausedAt: Date | null
  fulfilledAt: Date | null
  breach: { at: Date; dueAt: Date } | null
  reached: Warning[]
}

/** What it promises: so much work by that calendar; null: nothing. */
export type Terms = { calendar: Calendar; targetMs: number | null }
type ByHand = { setAt: Date; dueAt: Date }

export const isOpen = ({ phase }: Clock) => phase === 'running' || phase === 'paused'

export function startClock(name: ClockName, terms: Terms, at: Date): Clock {
  const started: Clock = { ...idleClock(name, terms, at), phase: 'running', startedAt: at }
  return { ...started, dueAt: dueFrom(started, at) }
}

export const idleClock = (name: ClockName, terms: Terms, since: Date): Clock => ({
  name,
  phase: 'idle',
  terms,
  since,
  elapsedMs: 0,
  startedAt: null,
  dueAt: null,
  byHand: null,
  pausedAt: null,
  fulfilledAt: null,
  breach: null,
  reached: [],
})

/** A deadline by hand is a plain moment: it comes also for a clock that stands still. */
export function countUntil(clock: Clock, now: Date): Clock {
  if (!isOpen(clock) || now <= clock.since) return clock
  const { phase, terms, since } = clock
  const workMs = phase === 'running' ? workedMs(terms.calendar, since, now) : 0
  const counted = { ...clock, elapsedMs: clock.elapsedMs + workMs, since: now }
  const news = warningsAhead(clock, counted.elapsedMs).filter(({ at }) => at <= now)
  return noteReached(counted, news)
}

export function pauseClock(clock: Clock, at: Date): Clock {
  return clock.phase === 'running' ? { ...clock, phase: 'paused', pausedAt: at } : clock
}

/** The same clock goes on, without the time in between; also one that was over. */
export function resumeClock(clock: Clock, terms: Terms, at: Date): Clock {
  if (clock.phase === 'idle' || clock.phase === 'running') return clock
  return settle({ ...clock, phase: 'running', pausedAt: null, fulfilledAt: null, since: at, terms }, at)
}

export function fulfilClock(clock: Clock, at: Date): Clock {
  return isOpen(clock) ? { ...clock, phase: 'fulfilled', pausedAt: null, fulfilledAt: at } : clock
}

export function cancelClock(clock: Clock): Clock {
  return isOpen(clock) ? { ...clock, phase: 'cancelled', pausedAt: null } : clock
}

/** Another priority or policy: what has elapsed counts. */
export function changeTerms(clock: Clock, terms: Terms, at: Date): Clock {
  const isSame = JSON.stringify(terms) === JSON.stringify(clock.terms)
  return isOpen(clock) && !isSame ? settle({ ...clock, terms }, at) : clock
}

/** null: as the policy says again, counted from now on. What was told of the other deadline says nothing about this one. */
export function setByHand(clock: Clock, dueAt: Date | null, at: Date): Clock {
  if (clock.byHand?.dueAt.getTime() === dueAt?.getTime()) return clock
  const changed = { ...clock, byHand: dueAt && { setAt: at, dueAt }, reached: [] }
  return isOpen(clock) ? settle(changed, at) : { ...changed, dueAt: dueFrom(changed, clock.since) }
}

/** All that it will tell if nothing happens, and of the past only what it has not counted yet. */
export function warningsAhead(clock: Clock, untilElapsedMs = Number.POSITIVE_INFINITY): Warning[] {
  const { dueAt } = clock
  if (!dueAt || !isOpen(clock)) return []
  return WARNING_PERCENTS.filter((percent) => !isReached(clock, percent)).flatMap((percent) => {
    const at = momentOf(clock, percent, untilElapsedMs)
    return at ? [{ percent, at, dueAt }] : []
  })
}

/** As show-sla.ts calls it: of a promise by what is left of the work, of a deadline by hand by plain time. */
export function atRiskAtOf({ phase, byHand, dueAt, startedAt, terms }: Clock): Date | null {
  if (phase !== 'running' || !dueAt) return null
  if (!byHand && terms.targetMs !== null)
    return subtractWorked(terms.calendar, dueAt, terms.targetMs * AT_RISK_SHARE)
  const wholeMs = dueAt.getTime() - (startedAt ?? dueAt).getTime()
  return new Date(dueAt.getTime() - Math.max(0, wholeMs) * AT_RISK_SHARE)
}

/** null: not before so much has elapsed, or never. */
function momentOf(clock: Clock, percent: WarningPercent, untilElapsedMs: number): Date | null {
  const { byHand, since, elapsedMs, phase, terms } = clock
  if (byHand) {
    const at = momentByHand(byHand, percent)
    return at && at < since ? since : at
  }
  const neededMs = neededFor(clock, percent)
  if (neededMs === null || neededMs > untilElapsedMs || phase !== 'running') return null
  return addWorked(terms.calendar, since, neededMs - elapsedMs)
}

/** Of one that was over when it was set, there is nothing to say but that it is over. */
function momentByHand({ setAt, dueAt }: ByHand, percent: WarningPercent): Date | null {
  const spanMs = dueAt.getTime() - setAt.getTime()
  if (spanMs <= 0) return percent > 100 ? null : setAt
  return new Date(setAt.getTime() + (spanMs * percent) / 100)
}

/** After a change: what was reached by both the old promise and the new one stays, what only the new one says is news. */
function settle(clock: Clock, at: Date): Clock {
  const dueAt = dueFrom(clock, at)
  if (!dueAt) return { ...clock, dueAt, reached: [] }
  const settled = {
    ...clock,
    dueAt,
    reached: clock.reached.filter(({ percent }) => isOver(clock, percent, at)),
  }
  const fresh = WARNING_PERCENTS.filter(
    (percent) => isOver(clock, percent, at) && !isReached(settled, percent),
  )
  return noteReached(
    settled,
    fresh.map((percent) => ({ percent, at, dueAt })),
  )
}

function isOver(clock: Clock, percent: WarningPercent, at: Date): boolean {
  const moment = clock.byHand && momentByHand(clock.byHand, percent)
  if (clock.byHand) return moment !== null && moment <= at
  const neededMs = neededFor(clock, percent)
  return neededMs !== null && neededMs <= clock.elapsedMs
}

const isReached = ({ reached }: Clock, percent: WarningPercent) =>
  reached.some((one) => one.percent === percent)

/** Never before the change that made it so: nobody could have kept a promise that was not made yet. */
function dueFrom({ terms, byHand, elapsedMs, reached }: Clock, at: Date): Date | null {
  if (byHand) return byHand.dueAt
  if (terms.targetMs === null) return null
  if (elapsedMs < terms.targetMs) return addWorked(terms.calendar, at, terms.targetMs - elapsedMs)
  return reached.find(({ percent }) => percent === 100)?.dueAt ?? at
}

function noteReached(clock: Clock, news: Warning[]): Clock {
  const late = news.find(({ percent }) => percent === 100)
  const breach = clock.breach ?? (late ? { at: late.at, dueAt: late.dueAt } : null)
  return { ...clock, breach, reached: [...clock.reached, ...news] }
}

const neededFor = ({ terms }: Clock, percent: WarningPercent) =>
  terms.targetMs === null ? null : (terms.targetMs * percent) / 100
