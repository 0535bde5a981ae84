import { type Holiday, type HoursCalendar, type Interval, WEEKDAYS, type Weekday } from './calendar.ts'
import { easterDay } from './easter.ts'

/** Of a day's local minutes, from the first to before the second. */
export type Span = readonly [fromMin: number, toMin: number]

/** What is worked on a local day, counted from 1970-01-01. */
export function dayHours(calendar: HoursCalendar, day: number): readonly Span[] {
  const known = compiled.get(calendar) ?? compile(calendar)
  compiled.set(calendar, known)
  const spans = known.days.get(day) ?? findHours(known, day)
  known.days.set(day, spans)
  return spans
}

const DAY_MS = 24 * 3_600_000

type Compiled = {
  week: Record<Weekday, Span[]>
  /** By 2026-12-25, 12-25 and easter-2. */
  holidays: Map<string, Span[][]>
  days: Map<number, readonly Span[]>
}
const compiled = new WeakMap<HoursCalendar, Compiled>()

function compile({ hours, holidays }: HoursCalendar): Compiled {
  const week = {} as Record<Weekday, Span[]>
  for (const weekday of WEEKDAYS) week[weekday] = hours[weekday].map(spanOf)
  const byDate = Map.groupBy(holidays, ({ date }) => date)
  const spansOf = (several: readonly Holiday[]) => several.map(({ hours }) => hours.map(spanOf))
  return {
    week,
    holidays: new Map([...byDate].map(([date, several]) => [date, spansOf(several)])),
    days: new Map(),
  }
}

function findHours({ week, holidays }: Compiled, day: number): readonly Span[] {
  // 1970-01-01 was a Thursday.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1
  const spans = week[weekday as Weekday]
  if (spans.length === 0 || holidays.size === 0) return spans
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  const fromEaster = day - easterDay(Number(date.slice(0, 4)))
  const names = [date, date.slice(5), `easter${fromEaster < 0 ? fromEaster : `+${fromEaster}`}`]
  return names.flatMap((name) => holidays.get(name) ?? []).reduce(inBoth, spans)
}

const inBoth = (some: readonly Span[], others: readonly Span[]): Span[] =>
  some.flatMap(([from, to]) =>
    others
      .map(([otherFrom, otherTo]): Span => [Math.max(from, otherFrom), Math.min(to, otherTo)])
      .filter(([start, end]) => start < end),
  )

const spanOf = ({ from, to }: Interval): Span => [minuteOf(from), minuteOf(to)]

export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
