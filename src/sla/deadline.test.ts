import { expect, test } from 'vitest'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import { deadlineOf } from './deadline.ts'

test('L-01 T-07: Crítico has 1 hour, Alto 4, Médio 24 and Baixo 72, from creation and around the clock', () => {
  const created = new Date('2024-01-15T10:30:00Z')
  const hours = PRIORITIES.map((one) => (deadlineOf(one, created).getTime() - created.getTime()) / 3_600_000)
  expect(Object.fromEntries(PRIORITIES.map((one, index) => [one, hours[index]]))).toEqual({
    urgent: 1,
    high: 4,
    medium: 24,
    low: 72,
  })
  expect(deadlineOf('high', created).toISOString()).toBe('2024-01-15T14:30:00.000Z')
})
