import { currentLocale } from '../texts.ts'

const KIB = 1024
const MIB = KIB * KIB

/** `820 kB`, `1,5 MB`: as people say it, and never `0`. */
export function describeSize(bytes: number): string {
  const isLarge = bytes >= MIB
  const value = isLarge ? bytes / MIB : Math.max(1, Math.round(bytes / KIB))
  const unit = isLarge ? 'megabyte' : 'kilobyte'
  const digits = isLarge && value < 10 ? 1 : 0
  return new Intl.NumberFormat(currentLocale(), {
    ...{ style: 'unit', unit, unitDisplay: 'short' },
    maximumFractionDigits: digits,
  }).format(value)
}
