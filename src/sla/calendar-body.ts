import { z } from '@hono/zod-openapi'
import type { HoursCalendar, Interval } from './calendar.ts'
import { minuteOf } from './day-hours.ts'
import { rule } from './rule.ts'
import { isTimeZone } from './time-zone.ts'

const MOST_INTERVALS = 12
/** Fewer than a year has days: whatever is closed every year, some time is left to work in. */
const MOST_HOLIDAYS = 300

const TimeOfDay = z
  .string()
  .refine((text) => /^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text), rule('time-of-day'))
  .openapi({ example: '08:00', description: 'Local, from 00:00 to 24:00' })

/** Night shifts are two: until 24:00, and from 00:00 on the next day. */
const Hours = z
  .array(
    z
      .strictObject({ from: TimeOfDay, to: TimeOfDay })
      .refine(({ from, to }) => minuteOf(from) < minuteOf(to), {
        path: ['to'],
        ...rule('interval-reversed'),
      }),
  )
  .max(MOST_INTERVALS)
  .refine(areApart, rule('intervals-overlap'))

const Weekday = Hours.default([])

const HolidayDate = z.string().refine(isHolidayDate, rule('holiday-date')).openapi({
  example: '12-25',
  description: 'One day (2026-12-25), one of every year (12-25), or days from Easter Sunday (easter-2)',
})

const Line = (most: number) => z.string().trim().min(1).max(most)

/** A calendar as admins type it. */
export const CalendarBody = z
  .strictObject({
    name: Line(100).openapi({ example: 'Horário comercial' }),
    time_zone: z
      .string()
      .refine(isTimeZone, rule('time-zone'))
      .openapi({ example: 'America/Sao_Paulo', description: 'IANA' }),
    hours: z
      .strictObject({
        1: Weekday,
        2: Weekday,
        3: Weekday,
        4: Weekday,
        5: Weekday,
        6: Weekday,
        7: Weekday,
      })
      .refine((hours) => Object.values(hours).some((day) => day.length > 0), rule('calendar-without-hours'))
      .openapi({ description: 'By weekday, from 1 (Monday) to 7 (Sunday)' }),
    holidays: z
      .array(
        z.strictObject({
          date: HolidayDate,
          name: Line(100).openapi({ example: 'Natal' }),
          hours: Hours.default([]).openapi({
            description: 'Of what is worked on that weekday, this is left; nothing, if it is empty',
          }),
        }),
      )
      .max(MOST_HOLIDAYS)
      .superRefine((holidays, context) => {
        const dates = holidays.map(({ date }) => date)
        for (const [index, date] of dates.entries())
          if (dates.indexOf(date) < index)
            context.addIssue({ code: 'custom', path: [index, 'date'], ...rule('repeated') })
      })
      .default([]),
  })
  .openapi('CalendarBody')
export type CalendarBody = z.infer<typeof CalendarBody>

export function calendarFrom({ name, time_zone, hours, holidays }: CalendarBody): Omit<HoursCalendar, 'id'> {
  return {
    kind: 'hours',
    name,
    timeZone: time_zone,
    hours: {
      1: inOrder(hours[1]),
      2: inOrder(hours[2]),
      3: inOrder(hours[3]),
      4: inOrder(hours[4]),
      5: inOrder(hours[5]),
      6: inOrder(hours[6]),
      7: inOrder(hours[7]),
    },
    holidays: holidays.map((holiday) => ({ ...holiday, hours: inOrder(holiday.hours) })),
  }
}

const inOrder = (intervals: readonly Interval[]): Interval[] =>
  intervals.toSorted((one, other) => minuteOf(one.from) - minuteOf(other.from))

/** One may begin when the other ends. */
function areApart(intervals: readonly Interval[]): boolean {
  const sorted = inOrder(intervals)
  return sorted.every(({ from }, at) => at === 0 || minuteOf(sorted[at - 1]?.to ?? '00:00') <= minuteOf(from))
}

function isHolidayDate(text: string): boolean {
  if (/^easter[+-]\d{1,3}$/.test(text)) return true
  // 29 February is a day of some years.
  const date = /^\d\d-\d\d$/.test(text) ? `2024-${text}` : text
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return false
  const at = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
}
