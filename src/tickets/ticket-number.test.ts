import { expect, test } from 'vitest'
import { dayIn } from './ticket-number.ts'

test('D-18: the day is that of the business, whatever the machine believes', () => {
  const at = new Date('2026-01-15T02:30:00Z')
  expect(dayIn('America/Sao_Paulo', at)).toBe('2026-01-14')
  expect(dayIn('UTC', at)).toBe('2026-01-15')
  expect(dayIn('Asia/Tokyo', new Date('2026-12-31T15:00:00Z'))).toBe('2027-01-01')
})
