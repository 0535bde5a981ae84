import { hoursText, readHours } from './hours-text.ts'
import type { CalendarBody } from './sla-api.ts'

type Weekday = '1' | '2' | '3' | '4' | '5' | '6' | '7'
/** As it stands in the form: hours are text. */
export type CalendarValues = {
  name: string
  time_zone: string
  hours: Record<Weekday, string>
  holidays: { date: string; name: string; hours: string }[]
}

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const

export const EMPTY_CALENDAR: CalendarValues = {
  name: '',
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  hours: { 1: '', 2: '', 3: '', 4: '', 5: '', 6: '', 7: '' },
  holidays: [],
}

export const calendarValuesOf = ({ name, time_zone, hours, holidays }: CalendarBody): CalendarValues => ({
  name,
  time_zone,
  // Its keys are the seven.
  hours: Object.fromEntries(DAYS.map((day) => [day, hoursText(hours[day])])) as CalendarValues['hours'],
  holidays: holidays.map((holiday) => ({ ...holiday, hours: hoursText(holiday.hours) })),
})

/** What cannot be read counts as nothing here: the fields say so themselves before anything is sent. */
export const calendarBodyOf = ({ name, time_zone, hours, holidays }: CalendarValues): CalendarBody => ({
  name: name || '–',
  time_zone,
  hours: Object.fromEntries(DAYS.map((day) => [day, readHours(hours[day]) ?? []])) as CalendarBody['hours'],
  holidays: holidays
    .filter(({ date, name }) => date || name)
    .map((holiday) => ({ ...holiday, hours: readHours(holiday.hours) ?? [] })),
})
