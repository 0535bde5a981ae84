import { expect, test } from 'vitest'
import { dayOf, periodOf, readPeriodSearch } from './period.ts'

const today = '2026-03-01'

test('the last days end with today and begin with the first of them', () => {
  expect(periodOf({}, today)).toEqual({ from: '2026-01-31', to: '2026-03-01' })
  expect(periodOf({ days: 7 }, today)).toEqual({ from: '2026-02-23', to: '2026-03-01' })
})

test('a period of its own is what the address says', () => {
  const year = { from: '2025-03-01', to: '2026-03-01' }
  expect(readPeriodSearch(year)).toEqual(year)
  expect(periodOf(year, today)).toEqual(year)
})

test.each([
  { from: '2026-03-01', to: '2026-02-01' },
  { from: '2025-02-28', to: '2026-03-01' },
  { from: '2026-02-31x', to: '2026-03-01' },
  { from: '0026-02-01', to: '0026-02-02' },
  { from: '2026-03-01' },
  { days: 12 },
  { days: 'DROP' },
])('an address that makes no sense shows the last month: %j', (search) => {
  expect(readPeriodSearch(search)).toEqual({})
})

test('a day is that of whoever looks', () => {
  expect(dayOf(new Date(2026, 2, 1, 23, 30))).toBe('2026-03-01')
})
