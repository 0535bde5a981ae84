import type { Calendar, HoursCalendar } from './calendar.ts'
import { dayHours } from './day-hours.ts'
import { evenTimes } from './time-zone.ts'

const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
/** Who is promised something later than that was promised nothing. */
const FARTHEST_MS = 50 * 365.25 * DAY_MS

/**
 * How much of the time from one moment to another is worked. A moment is worked if the clock on the wall says so: an hour that
 * is skipped in spring is not there, one that comes twice in autumn counts twice.
 */
export function workedMs(calendar: Calendar, from: Date, to: Date): number {
  if (calendar.kind === 'always') return Math.max(0, to.getTime() - from.getTime())
  let sumMs = 0
  for (const { startMs, endMs } of workedStretches(calendar, from.getTime(), to.getTime()))
    sumMs += endMs - startMs
  return sumMs
}

/** The first moment at which so much has been worked since then: `workedMs` of both is just that. */
export function addWorked(calendar: Calendar, from: Date, ms: number): Date {
  if (ms <= 0) return from
  if (calendar.kind === 'always') return new Date(from.getTime() + ms)
  const farthestMs = from.getTime() + FARTHEST_MS
  let leftMs = ms
  for (const { startMs, endMs } of workedStretches(calendar, from.getTime(), farthestMs)) {
    if (leftMs <= endMs - startMs) return new Date(startMs + leftMs)
    leftMs -= endMs - startMs
  }
  return new Date(farthestMs)
}

/** The first moment from which no more than so much is worked until then. */
export function subtractWorked(calendar: Calendar, to: Date, ms: number): Date {
  if (calendar.kind === 'always') return new Date(to.getTime() - ms)
  for (let spanMs = Math.max(ms, DAY_MS); spanMs <= FARTHEST_MS; spanMs *= 2) {
    let leftMs = ms
    const stretches = [...workedStretches(calendar, to.getTime() - spanMs, to.getTime())]
    for (const { startMs, endMs } of stretches.reverse()) {
      if (leftMs < endMs - startMs) return new Date(endMs - leftMs)
      leftMs -= endMs - startMs
    }
  }
  return new Date(to.getTime() - FARTHEST_MS)
}

type Stretch = { startMs: number; endMs: number }

/** What is worked between two moments, in order. Where the local clocks go evenly, local time is counted as if there were no zones. */
export function* workedStretches(calendar: HoursCalendar, fromMs: number, toMs: number): Generator<Stretch> {
  for (const { startMs, endMs, offsetMs } of evenTimes(calendar.timeZone, fromMs, toMs)) {
    const [localStartMs, localEndMs] = [startMs + offsetMs, endMs + offsetMs]
    for (let day = Math.floor(localStartMs / DAY_MS); day * DAY_MS < localEndMs; day++) {
      for (const [fromMin, toMin] of dayHours(calendar, day)) {
        const openMs = Math.max(day * DAY_MS + fromMin * MINUTE_MS, localStartMs)
        const shutMs = Math.min(day * DAY_MS + toMin * MINUTE_MS, localEndMs)
        if (openMs < shutMs) yield { startMs: openMs - offsetMs, endMs: shutMs - offsetMs }
      }
    }
  }
}
