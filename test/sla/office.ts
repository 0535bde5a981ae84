import type { HoursCalendar, Interval } from '#src/sla/calendar.ts'
import type { WallClock, WallMinute } from './wall-clock.ts'

/** As printed in almanacs. */
const EASTER = ['2010-04-04', '2011-04-24', '2018-04-01', '2026-04-05', '2027-03-28', '2028-04-16']

/** 00:00 to 23:59. */
const TIMES = Array.from({ length: 24 * 60 }, (_, minute) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':'),
)

/** Whether the minute is worked, by looking at the wall and into the calendar. */
export function isWorked(calendar: HoursCalendar, wall: WallClock): (minute: number) => boolean {
  const days = new Map<string, boolean[]>()
  return (minute) => {
    const now = wall.at(minute)
    const day = days.get(now.date) ?? lookUp(calendar, now)
    days.set(now.date, day)
    return day[now.minute] ?? false
  }
}

function lookUp({ hours, holidays }: HoursCalendar, { date, weekday }: WallMinute): boolean[] {
  const regular = hours[weekday as 1]
  const today = holidays.filter((holiday) => isOn(holiday.date, date))
  return TIMES.map(
    (time) => isWithin(regular, time) && today.every((holiday) => isWithin(holiday.hours, time)),
  )
}

function isOn(holiday: string, date: string): boolean {
  if (!holiday.startsWith('easter')) return date.endsWith(holiday)
  const easter = EASTER.find((one) => one.slice(0, 4) === date.slice(0, 4)) ?? '1970-01-01'
  return Date.parse(date) - Date.parse(easter) === Number(holiday.slice('easter'.length)) * 86_400_000
}

const isWithin = (intervals: readonly Interval[], time: string) =>
  intervals.some(({ from, to }) => from <= time && time < to)
