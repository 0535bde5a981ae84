import type { Locale } from '../texts.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** As a clock and a calendar divide them. */
const STEPS: readonly (readonly [seconds: number, unit: 'minute' | 'hour' | 'day', unitSeconds: number])[] = [
  ...[1, 5, 10, 15].map((n) => [n * MINUTE, 'minute', MINUTE] as const),
  ...[1, 2, 4, 6, 12].map((n) => [n * HOUR, 'hour', HOUR] as const),
  ...[1, 2, 5, 10, 30, 60, 120].map((n) => [n * DAY, 'day', DAY] as const),
]
const MOST_TICKS = 5

/** Round lines for durations in seconds, all of them in one unit. */
export function scaleOf(values: readonly number[], locale: Locale) {
  const highest = Math.max(...values, MINUTE)
  const [step, unit, unitSeconds] = STEPS.find(([seconds]) => highest / seconds <= MOST_TICKS) ?? [
    365 * DAY,
    'day',
    DAY,
  ]
  const count = Math.ceil(highest / step)
  const names = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
  return {
    ticks: Array.from({ length: count + 1 }, (_, at) => at * step),
    top: count * step,
    format: (seconds: number) => names.format(seconds / unitSeconds),
  }
}
