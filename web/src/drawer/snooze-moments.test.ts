import { expect, test } from 'vitest'
import { soonAt, soons } from './snooze-moments.ts'

test('soon is in a few hours, tomorrow morning or on the next Monday morning, whatever day it is', () => {
  // 2026-01-11 is a Sunday.
  for (let day = 11; day <= 17; day++) {
    const now = new Date(2026, 0, day, 15, 42, 10)
    expect(soonAt('hours', now)).toEqual(new Date(2026, 0, day, 18, 42))
    expect(soonAt('tomorrow', now)).toEqual(new Date(2026, 0, day + 1, 9))
    expect(soonAt('week', now)).toEqual(day === 11 ? new Date(2026, 0, 12, 9) : new Date(2026, 0, 19, 9))
  }
  // The day before, tomorrow is that Monday.
  expect(soons(new Date(2026, 0, 11, 15)).map(([soon]) => soon)).toEqual(['hours', 'tomorrow'])
})
