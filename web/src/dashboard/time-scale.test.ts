import { expect, test } from 'vitest'
import { scaleOf } from './time-scale.ts'

test.each([
  [[0], ['0 min', '1 min']],
  [[130], ['0 min', '1 min', '2 min', '3 min']],
  [[60 * 52], ['0 min', '15 min', '30 min', '45 min', '60 min']],
  [[3_600 * 23], ['0 hr', '6 hr', '12 hr', '18 hr', '24 hr']],
  [[86_400 * 9], ['0 days', '2 days', '4 days', '6 days', '8 days', '10 days']],
])('the lines of a picture of %j are round, and at most six', (values, lines) => {
  const { ticks, top, format } = scaleOf(values, 'en')
  expect(ticks.map(format)).toEqual(lines)
  expect(top).toBeGreaterThanOrEqual(Math.max(...values))
})
