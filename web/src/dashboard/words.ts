import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'

/** "24/11": of the business, whose days they are, whatever the clock of the reader says. */
export const shortDay = (day: string) => format(day, { day: '2-digit', month: '2-digit' })
/** "ter, 24/11": the dots of short weekdays are left out. */
export const longDay = (day: string) =>
  format(day, { weekday: 'short', day: '2-digit', month: '2-digit' }).replace(/\.(?=[,\s])/g, '')

export const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat(currentLocale(), options).format(value)

export const percent = (share: number) => number(share, { style: 'percent', maximumFractionDigits: 0 })

export const waited = (seconds: number) => describeMinutes(Math.ceil(seconds / 60), currentLocale())

const format = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(currentLocale(), { ...options, timeZone: 'UTC' }).format(new Date(day))
