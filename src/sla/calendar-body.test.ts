import { expect, test } from 'vitest'
import { CalendarBody, calendarFrom } from './calendar-body.ts'

const workday = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
]
const office = { name: 'Office', time_zone: 'America/Sao_Paulo', hours: { 1: workday }, holidays: [] }

/** Where it is wrong, and by which rule. */
const problems = (body: unknown) => {
  const { error } = CalendarBody.safeParse(body)
  return error?.issues.map((issue) => [
    issue.path.join('.'),
    issue.code === 'custom' ? issue.params?.rule : issue.code,
  ])
}
const withDay = (...intervals: [string, string][]) => ({
  ...office,
  hours: { 3: intervals.map(([from, to]) => ({ from, to })) },
})
const withHoliday = (date: string) => ({ ...office, holidays: [{ date, name: 'Holiday' }] })

test('L-04: a calendar without hours is refused: nothing would ever be due', () => {
  expect(problems({ ...office, hours: {} })).toEqual([['hours', 'calendar-without-hours']])
  expect(problems({ ...office, hours: { 1: [], 7: [] } })).toEqual([['hours', 'calendar-without-hours']])
})

test('L-04: intervals that overlap or end before they begin are refused, those that meet are not', () => {
  expect(problems(withDay(['08:00', '12:00'], ['11:59', '18:00']))).toEqual([
    ['hours.3', 'intervals-overlap'],
  ])
  expect(problems(withDay(['13:00', '18:00'], ['08:00', '13:01']))).toEqual([
    ['hours.3', 'intervals-overlap'],
  ])
  expect(problems(withDay(['22:00', '06:00']))).toEqual([['hours.3.0.to', 'interval-reversed']])
  expect(problems(withDay(['08:00', '08:00']))).toEqual([['hours.3.0.to', 'interval-reversed']])
  expect(problems(withDay(['12:00', '24:00'], ['00:00', '12:00']))).toBeUndefined()
})

test('L-04: times are those of a clock', () => {
  for (const time of ['8:00', '08:60', '24:01', '25:00', '08:00:00', ''])
    expect(problems(withDay([time, '18:00'])), time).toContainEqual(['hours.3.0.from', 'time-of-day'])
})

test('L-04: only zones that know summer time are zones', () => {
  for (const zone of ['America/Cuiaba', 'Asia/Kathmandu', 'UTC'])
    expect(problems({ ...office, time_zone: zone }), zone).toBeUndefined()
  for (const zone of ['Brasilia', '+03:00', '', 'America/Sao Paulo'])
    expect(problems({ ...office, time_zone: zone }), zone).toEqual([['time_zone', 'time-zone']])
})

test('L-04: a holiday is a day that exists: once, every year, or so far from Easter', () => {
  for (const date of ['2026-12-25', '12-25', '02-29', 'easter-2', 'easter+60', 'easter+0'])
    expect(problems(withHoliday(date)), date).toBeUndefined()
  for (const date of [
    '2026-02-30',
    '02-30',
    '2027-02-29',
    '13-01',
    '25-12',
    '25/12',
    'easter',
    'easter-1000',
  ])
    expect(problems(withHoliday(date)), date).toEqual([['holidays.0.date', 'holiday-date']])
})

test('L-04: a day that is a holiday twice is a slip', () => {
  const twice = [
    { date: '12-25', name: 'Natal' },
    { date: '12-25', name: 'Christmas' },
  ]
  expect(problems({ ...office, holidays: twice })).toEqual([['holidays.1.date', 'repeated']])
})

test('L-04: what was typed in any order is kept in order, and what was left out is closed', () => {
  const typed = CalendarBody.parse({ ...office, hours: { 1: workday.toReversed() } })
  expect(calendarFrom(typed)).toEqual({
    kind: 'hours',
    name: 'Office',
    timeZone: 'America/Sao_Paulo',
    hours: { 1: workday, 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
    holidays: [],
  })
})
