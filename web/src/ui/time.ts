import type { Locale } from '../texts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * As people say it: "há 5 min", "hoje 14:30", else "sex, 20/11 14:30". The full date with its zone is for
 * whoever points at it.
 */
export function describeTime(moment: Date, now: Date, locale: Locale): { text: string; full: string } {
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(moment)
  // Abbreviations come with a dot, which reads as the end of a sentence here; in dates of some languages it parts day and month.
  return { text: shortTime(moment, now, locale).replace(/(\p{L})\./gu, '$1'), full }
}

function shortTime(moment: Date, now: Date, locale: Locale): string {
  const ageMs = now.getTime() - moment.getTime()
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  if (ageMs < MINUTE_MS) return relative.format(0, 'second')
  if (ageMs < HOUR_MS) return relative.format(-Math.floor(ageMs / MINUTE_MS), 'minute')
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(moment)
  if (moment.toDateString() === now.toDateString()) return `${relative.format(0, 'day')} ${time}`
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: '2-digit', month: '2-digit' }).format(
    moment,
  )
  return `${day} ${time}`
}
