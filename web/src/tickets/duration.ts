import type { Locale } from '../texts.ts'

const HOUR = 60
const DAY = 24 * HOUR
/** From here on nobody counts hours. */
const LONG = 7 * DAY

/** `1 h 12 min`, `48 min`, `3 d 4 h`: two units at the most, as narrow as the language has them. */
export function describeMinutes(minutes: number, locale: Locale): string {
  const whole = Math.abs(Math.trunc(minutes))
  const unit = (value: number, name: 'day' | 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: SHORT[name] }).format(value)
  if (whole >= LONG) return unit(Math.floor(whole / DAY), 'day')
  const parts =
    whole >= 2 * DAY
      ? [unit(Math.floor(whole / DAY), 'day'), unit(Math.floor((whole % DAY) / HOUR), 'hour')]
      : whole >= HOUR
        ? [unit(Math.floor(whole / HOUR), 'hour'), unit(whole % HOUR, 'minute')]
        : [unit(whole, 'minute')]
  return parts.filter((part, index) => index === 0 || !/^0\D/.test(part)).join(' ')
}

const SHORT = { day: 'narrow', hour: 'short', minute: 'short' } as const
