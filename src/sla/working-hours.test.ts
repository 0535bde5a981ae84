import { expect, test } from 'vitest'
import type { Holiday, HoursCalendar, Interval } from './calendar.ts'
import { ALWAYS } from './calendar.ts'
import { addWorked, subtractWorked, workedMs } from './working-hours.ts'

const HOUR_MS = 3_600_000
const workday = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
]
const office = (timeZone: string, holidays: Holiday[] = [], hours: Interval[] = workday): HoursCalendar => ({
  kind: 'hours',
  id: 1,
  name: 'Office',
  timeZone,
  hours: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: [], 7: [] },
  holidays,
})
const allDay = [{ from: '00:00', to: '24:00' }]
const everyDay = (timeZone: string, hours: Interval[] = allDay): HoursCalendar => ({
  ...office(timeZone),
  hours: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: hours, 7: hours },
})
const hours = (calendar: HoursCalendar, from: string, to: string) =>
  workedMs(calendar, new Date(from), new Date(to)) / HOUR_MS
const plus = (calendar: HoursCalendar, from: string, worked: number) =>
  addWorked(calendar, new Date(from), worked * HOUR_MS).toISOString()

const saoPaulo = office('America/Sao_Paulo')

test('L-04: around the clock, time is time', () => {
  const from = new Date('2026-02-28T22:00:00Z')
  expect(addWorked(ALWAYS, from, 4 * HOUR_MS).toISOString()).toBe('2026-03-01T02:00:00.000Z')
  expect(workedMs(ALWAYS, from, new Date('2026-03-01T02:00:00Z'))).toBe(4 * HOUR_MS)
  expect(workedMs(ALWAYS, from, new Date('2026-02-28T21:00:00Z'))).toBe(0)
})

test('L-04: nights, lunch and weekends are not worked, and several intervals of a day are', () => {
  expect(hours(saoPaulo, '2026-11-23T00:00:00-03:00', '2026-11-30T00:00:00-03:00')).toBe(45)
  expect(hours(saoPaulo, '2026-11-27T11:30:00-03:00', '2026-11-27T13:30:00-03:00')).toBe(1)
  expect(plus(saoPaulo, '2026-11-27T17:00:00-03:00', 4)).toBe('2026-11-30T14:00:00.000Z')
  // Filed on a Saturday night: the clock begins on Monday.
  expect(plus(saoPaulo, '2026-11-28T23:00:00-03:00', 1)).toBe('2026-11-30T12:00:00.000Z')
})

test('L-04: what ends with the day is due in the evening, not on the next morning', () => {
  expect(plus(saoPaulo, '2026-11-27T17:00:00-03:00', 1)).toBe('2026-11-27T21:00:00.000Z')
  expect(plus(saoPaulo, '2026-11-28T23:00:00-03:00', 0)).toBe('2026-11-29T02:00:00.000Z')
})

test('L-04: back from the end, over nights and weekends, and over the night before where just a morning is left', () => {
  const minus = (to: string, worked: number) =>
    subtractWorked(saoPaulo, new Date(to), worked * HOUR_MS).toISOString()
  expect(minus('2026-11-30T14:00:00.000Z', 4)).toBe('2026-11-27T20:00:00.000Z')
  expect(minus('2026-11-30T15:00:00.000Z', 4)).toBe('2026-11-27T21:00:00.000Z')
  expect(minus('2026-11-30T15:00:00.000Z', 900)).toBe('2026-07-13T15:00:00.000Z')
  expect(subtractWorked(ALWAYS, new Date(HOUR_MS), HOUR_MS).getTime()).toBe(0)
})

test('L-04: a holiday takes hours away, all or some, once or every year, and on a Sunday it gives none', () => {
  const calendar = office('America/Sao_Paulo', [
    { date: '2026-11-24', name: 'Inventory', hours: [] },
    { date: '11-25', name: 'Half a day', hours: [{ from: '07:00', to: '12:30' }] },
    { date: '11-29', name: 'Half a Sunday', hours: [{ from: '08:00', to: '12:00' }] },
  ])
  const day = (date: string) => hours(calendar, `${date}T00:00:00-03:00`, `${date}T24:00:00-03:00`)
  expect(['2026-11-24', '2026-11-25', '2026-11-29'].map(day)).toEqual([0, 4, 0])
  expect(['2027-11-24', '2027-11-25'].map(day)).toEqual([9, 4])
  expect(plus(calendar, '2026-11-23T17:00:00-03:00', 2)).toBe('2026-11-25T12:00:00.000Z')
})

test('L-04: holidays that go with Easter are found in every year', () => {
  const moving = [
    { date: 'easter-47', name: 'Carnaval', hours: [] },
    { date: 'easter-2', name: 'Sexta-feira Santa', hours: [] },
    { date: 'easter+60', name: 'Corpus Christi', hours: [] },
  ]
  const calendar = office('America/Sao_Paulo', moving)
  const closed = ['2024-02-13', '2024-03-29', '2024-05-30', '2027-02-09', '2027-03-26', '2027-05-27']
  for (const date of closed)
    expect([date, hours(calendar, `${date}T00:00:00-03:00`, `${date}T24:00:00-03:00`)]).toEqual([date, 0])
})

test('L-04: 29 February is a day of leap years, and only then a holiday', () => {
  const calendar = office('UTC', [{ date: '02-29', name: 'Leap day', hours: [] }])
  expect(hours(calendar, '2028-02-28T00:00:00Z', '2028-03-02T00:00:00Z')).toBe(18)
  expect(hours(calendar, '2027-02-26T00:00:00Z', '2027-03-02T00:00:00Z')).toBe(18)
})

test('L-04: in spring the hour that is skipped is not worked, in autumn the one that comes twice counts twice', () => {
  const night = [{ from: '01:00', to: '04:00' }]
  const berlin = everyDay('Europe/Berlin', night)
  expect(hours(berlin, '2026-03-29T00:00:00+01:00', '2026-03-29T12:00:00+02:00')).toBe(2)
  expect(hours(berlin, '2026-10-25T00:00:00+02:00', '2026-10-25T12:00:00+01:00')).toBe(4)
  expect(hours(everyDay('Europe/Berlin'), '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00')).toBe(23)
  // 02:30 does not exist: an hour from 01:30 on ends at 03:30.
  expect(plus(berlin, '2026-03-29T01:30:00+01:00', 1)).toBe('2026-03-29T01:30:00.000Z')
})

test('L-04: half an hour of summer time (Lord Howe), a quarter (Kathmandu) and a midnight that does not exist (São Paulo)', () => {
  const night = [{ from: '01:00', to: '03:00' }]
  expect(hours(everyDay('Australia/Lord_Howe', night), '2026-10-03T12:00:00Z', '2026-10-04T12:00:00Z')).toBe(
    1.5,
  )
  expect(hours(everyDay('Australia/Lord_Howe', night), '2026-04-04T12:00:00Z', '2026-04-05T12:00:00Z')).toBe(
    2.5,
  )
  expect(plus(office('Asia/Kathmandu'), '2026-11-27T00:00:00Z', 1)).toBe('2026-11-27T03:15:00.000Z')
  // On 2018-11-04 the day began at 01:00, and Saturday 2018-02-17 had 23 o'clock twice.
  const midnight = everyDay('America/Sao_Paulo', [{ from: '00:00', to: '02:00' }])
  expect(hours(midnight, '2018-11-03T12:00:00-03:00', '2018-11-04T12:00:00-02:00')).toBe(1)
  const evening = everyDay('America/Sao_Paulo', [{ from: '23:00', to: '24:00' }])
  expect(hours(evening, '2018-02-17T12:00:00-02:00', '2018-02-18T12:00:00-03:00')).toBe(2)
})

test('L-04: a day that a zone left out (Apia, 30 December 2011) has no hours', () => {
  expect(hours(office('Pacific/Apia'), '2011-12-29T00:00:00-10:00', '2011-12-31T00:00:00+14:00')).toBe(9)
})

test('L-04: a promise in a calendar in which nobody works ends far away, and soon', () => {
  const never = everyDay('UTC', [])
  expect(addWorked(never, new Date('2026-01-01T00:00:00Z'), HOUR_MS).getUTCFullYear()).toBe(2076)
})
