import { type Html, html } from './html.ts'
import type { Language } from './texts.ts'

type Reader = { language: Language; texts: { now: string }; now: number }

const DAY_SECONDS = 86_400
const FULL = { dateStyle: 'full', timeStyle: 'long' } as const
const DAY = { day: '2-digit', month: '2-digit' } as const
const MINUTE = { ...DAY, weekday: 'short', hour: '2-digit', minute: '2-digit' } as const

/** Unix seconds as people say it: how long ago, and after a day which day and hour. The whole moment on hover. */
export function momentOf(reader: Reader, seconds: number): Html {
  const isRecent = reader.now - seconds < DAY_SECONDS
  return timeElement(reader, seconds, isRecent ? agoOf(reader, seconds) : formatted(reader, MINUTE, seconds))
}

/** For where there is little room. */
export function shortMomentOf(reader: Reader, seconds: number): Html {
  const days = (reader.now - seconds) / DAY_SECONDS
  const date = () => formatted(reader, days < 300 ? DAY : { ...DAY, year: '2-digit' }, seconds)
  return timeElement(reader, seconds, days < 7 ? agoOf(reader, seconds) : date())
}

export const clockOf = (reader: Reader, seconds: number): Html =>
  timeElement(reader, seconds, formatted(reader, { timeStyle: 'medium' }, seconds))

export const dayAndClockOf = (reader: Reader, seconds: number): Html =>
  timeElement(reader, seconds, formatted(reader, { dateStyle: 'short', timeStyle: 'medium' }, seconds))

function agoOf({ language, texts, now }: Reader, seconds: number): string {
  const age = Math.max(0, now - seconds)
  if (age < 60) return texts.now
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' })
  if (age < 3_600) return relative.format(-Math.floor(age / 60), 'minute')
  if (age < DAY_SECONDS) return relative.format(-Math.floor(age / 3_600), 'hour')
  return relative.format(-Math.floor(age / DAY_SECONDS), 'day')
}

function timeElement(reader: Reader, seconds: number, shown: string): Html {
  const iso = new Date(seconds * 1_000).toISOString()
  return html`<time datetime="${iso}" title="${formatted(reader, FULL, seconds)}">${shown}</time>`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** A formatter costs more to make than to use, and a board has hundreds of moments. */
function formatted({ language }: Reader, options: Intl.DateTimeFormatOptions, seconds: number): string {
  const key = language + JSON.stringify(options)
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(language, options)
  formatters.set(key, formatter)
  return formatter.format(seconds * 1_000)
}
