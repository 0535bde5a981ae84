/** A stretch of time in which the local clocks of a zone go evenly. */
export type EvenTime = { startMs: number; endMs: number; offsetMs: number }

/** From one moment on, cut wherever the local clocks are put forward or back. */
export function* evenTimes(timeZone: string, fromMs: number, toMs: number): Generator<EvenTime> {
  let year = new Date(fromMs).getUTCFullYear()
  for (let startMs = fromMs; startMs < toMs; year++) {
    for (const stretch of stretchesOf(timeZone, year)) {
      if (stretch.endMs <= startMs) continue
      if (startMs >= toMs) return
      yield { startMs, endMs: Math.min(stretch.endMs, toMs), offsetMs: stretch.offsetMs }
      startMs = stretch.endMs
    }
  }
}

export function isTimeZone(name: string): boolean {
  try {
    // Offsets as +03:00 are accepted by Intl too, but do not know summer time.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const DAY_MS = 24 * 3_600_000
const SECOND_MS = 1000
const known = new Map<string, EvenTime[]>()

function stretchesOf(timeZone: string, year: number): EvenTime[] {
  const key = `${timeZone} ${year}`
  const stretches = known.get(key) ?? findStretches(timeZone, year)
  known.set(key, stretches)
  return stretches
}

/** No zone puts its clocks forward and back again within a day, so looking once a day finds every change. */
function findStretches(timeZone: string, year: number): EvenTime[] {
  const endOfYearMs = Date.UTC(year + 1, 0)
  let last: EvenTime = { startMs: Date.UTC(year, 0), endMs: endOfYearMs, offsetMs: 0 }
  last.offsetMs = offsetAt(timeZone, last.startMs)
  const stretches = [last]
  for (let dayMs = last.startMs; dayMs < endOfYearMs; dayMs += DAY_MS) {
    const offsetMs = offsetAt(timeZone, dayMs + DAY_MS)
    if (offsetMs === last.offsetMs) continue
    last.endMs = findChange(timeZone, dayMs, dayMs + DAY_MS)
    last = { startMs: last.endMs, endMs: endOfYearMs, offsetMs }
    stretches.push(last)
  }
  return stretches
}

/** The first second of the new offset. */
function findChange(timeZone: string, beforeMs: number, afterMs: number): number {
  const newOffsetMs = offsetAt(timeZone, afterMs)
  let [lowMs, highMs] = [beforeMs, afterMs]
  while (highMs - lowMs > SECOND_MS) {
    const middleMs = lowMs + Math.floor((highMs - lowMs) / 2 / SECOND_MS) * SECOND_MS
    if (offsetAt(timeZone, middleMs) === newOffsetMs) highMs = middleMs
    else lowMs = middleMs
  }
  return highMs
}

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(timeZone: string, ms: number): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  // "11/29/2026, GMT-03:00"; of UTC itself it is "GMT".
  const [, sign, hours, minutes, seconds = 0] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(ms)) ?? []
  const offsetSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * offsetSeconds * SECOND_MS
}
