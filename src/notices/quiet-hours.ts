import type { noticePreferences } from '#src/db/notice-schema.ts'

type Kept = Pick<typeof noticePreferences.$inferSelect, 'quietFrom' | 'quietTo' | 'timeZone'>

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60
/** When those who want one letter a day get it. */
const MORNING = 8 * 60

/** Until when letters to somebody wait; null: they do not. */
export function quietUntil(kept: Kept | null, now: Date, zoneOfBusiness: string): Date | null {
  if (!kept || kept.quietFrom === null || kept.quietTo === null || kept.quietFrom === kept.quietTo)
    return null
  const { quietFrom: from, quietTo: to } = kept
  const zone = kept.timeZone ?? zoneOfBusiness
  const minute = minuteOfDay(now, zone)
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to
  return isQuiet ? nextAt(to, now, zone) : null
}

export const nextMorning = (now: Date, zone: string) => nextAt(MORNING, now, zone)

export const nextFullHour = (now: Date) =>
  new Date((Math.floor(now.getTime() / (60 * MINUTE_MS)) + 1) * 60 * MINUTE_MS)

/** The next moment after `now` when clocks there show this minute, also over a night when they are put forward or back. */
function nextAt(minute: number, now: Date, zone: string): Date {
  const full = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  const ahead = (minute - minuteOfDay(now, zone) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES
  const guess = new Date(full + ahead * MINUTE_MS)
  const off = ((minute - minuteOfDay(guess, zone) + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2
  return new Date(guess.getTime() + off * MINUTE_MS)
}

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return of('hour') * 60 + of('minute')
}
