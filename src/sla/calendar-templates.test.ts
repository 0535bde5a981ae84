import { expect, test } from 'vitest'
import { CalendarBody, calendarFrom } from './calendar-body.ts'
import { CALENDAR_TEMPLATES } from './calendar-templates.ts'
import { workedMs } from './working-hours.ts'

const template = CALENDAR_TEMPLATES.find(({ slug }) => slug === 'horario-comercial-br')
if (!template) throw new Error('The template is gone')
const { calendar, optionalHolidays } = template

const closedDays = (holidays: typeof calendar.holidays, year: number) => {
  const days = Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)))
  return days
    .filter((day) => day.getUTCFullYear() === year && day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10))
    .filter((date) => {
      const [from, to] = [new Date(`${date}T00:00:00-03:00`), new Date(`${date}T24:00:00-03:00`)]
      return workedMs({ ...calendar, holidays, id: null }, from, to) === 0
    })
}

test('L-04: "horário comercial BR" is closed on the national holidays that fall on a weekday', () => {
  expect(closedDays(calendar.holidays, 2026)).toEqual([
    '2026-01-01',
    '2026-04-03',
    '2026-04-21',
    '2026-05-01',
    '2026-09-07',
    '2026-10-12',
    '2026-11-02',
    '2026-11-20',
    '2026-12-25',
  ])
  expect(closedDays(calendar.holidays, 2027)).toContain('2027-03-26')
})

test('L-04: Carnaval and Corpus Christi are there to be chosen', () => {
  const all = closedDays([...calendar.holidays, ...optionalHolidays], 2026)
  expect(all).toEqual(expect.arrayContaining(['2026-02-16', '2026-02-17', '2026-06-04']))
  expect(all).not.toContain('2026-02-18')
})

test('L-04: the template, with all that can be chosen, is a calendar that an admin may save', () => {
  const { kind, name, timeZone: time_zone, hours } = calendar
  const body = { name, time_zone, hours, holidays: [...calendar.holidays, ...optionalHolidays] }
  expect(calendarFrom(CalendarBody.parse(body))).toEqual({
    kind,
    name,
    timeZone: time_zone,
    hours,
    holidays: body.holidays,
  })
})
