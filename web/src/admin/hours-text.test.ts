import { expect, test } from 'vitest'
import { hoursText, readHours } from './hours-text.ts'

test('hours are read as people write them', () => {
  const day = [
    { from: '08:00', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ]
  expect(readHours('08:00-12:00, 14:00-18:00')).toEqual(day)
  expect(readHours('8-12; 14h – 18h')).toEqual(day)
  expect(readHours(hoursText(day))).toEqual(day)
  expect(readHours(' ')).toEqual([])
  expect(readHours('22:00-24:00')).toEqual([{ from: '22:00', to: '24:00' }])
})

test('what cannot be hours is not guessed', () => {
  for (const text of ['manhã', '12-8', '8-25', '8:75-9', '8']) expect(readHours(text), text).toBeNull()
})
