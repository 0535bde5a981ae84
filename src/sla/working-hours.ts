import type { Calendar } from './calendar.ts'

/** How much of the time from one moment to another is worked. */
export function workedMs(_calendar: Calendar, from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime())
}

/** The first moment at which so much has been worked since then. */
export function addWorked(_calendar: Calendar, from: Date, ms: number): Date {
  return new Date(from.getTime() + ms)
}
