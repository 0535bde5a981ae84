import type { ClockReadings } from './clock-reading.ts'
import { CLOCKS, type ClockName, type WarningPercent } from './policy.ts'

/** A mark that a clock has passed, or will. */
export type Mark = {
  clock: ClockName
  percent: WarningPercent
  startedAt: Date
  dueAt: Date
  passedAt: Date
}

/** All that were passed by then, in their order. */
export const marksOf = (readings: ClockReadings, by: Date): Mark[] =>
  allOf(readings).filter(({ passedAt }) => passedAt <= by)

/**
 * When to look again: at the next mark, or at once where what just happened made it pass some that it had not passed before. What
 * was promised before covers all others.
 */
export function nextLook(
  { before, readings }: { before: ClockReadings; readings: ClockReadings },
  now: Date,
): Date | null {
  const known = new Set(marksOf(before, now).map(nameOf))
  const isNew = marksOf(readings, now).some((mark) => !known.has(nameOf(mark)))
  return isNew ? now : nextMark(readings, now)
}

/** null: none of its clocks runs towards one. */
export function nextMark(readings: ClockReadings, now: Date): Date | null {
  const ahead = allOf(readings).filter(({ passedAt }) => passedAt > now)
  return ahead.reduce<Date | null>(
    (next, { passedAt }) => (next === null || passedAt < next ? passedAt : next),
    null,
  )
}

const allOf = (readings: ClockReadings): Mark[] =>
  CLOCKS.flatMap((clock) => {
    const { startedAt, warnings } = readings[clock]
    return startedAt === null
      ? []
      : warnings.map(({ percent, at, dueAt }) => ({ clock, percent, startedAt, dueAt, passedAt: at }))
  })

export const nameOf = ({ clock, percent, dueAt }: { clock: string; percent: number; dueAt: Date }) =>
  `${clock} ${percent} ${dueAt.getTime()}`
