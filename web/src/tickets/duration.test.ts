import { expect, test } from 'vitest'
import { describeMinutes } from './duration.ts'

test('time that is left is said in two units at the most', () => {
  expect(describeMinutes(48, 'pt-BR')).toBe('48 min')
  expect(describeMinutes(-72, 'pt-BR')).toBe('1 h 12 min')
  expect(describeMinutes(120, 'pt-BR')).toBe('2 h')
  expect(describeMinutes(11 * 1440 + 250, 'pt-BR')).toBe('11 dias')
  expect(describeMinutes(3 * 1440 + 250, 'ru')).toBe('3 д. 4 ч')
})
