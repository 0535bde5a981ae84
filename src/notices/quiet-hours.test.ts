import { expect, test } from 'vitest'
import { nextFullHour, nextMorning, quietUntil } from './quiet-hours.ts'

const NIGHT = { quietFrom: 22 * 60, quietTo: 7 * 60, timeZone: 'America/Sao_Paulo' }
const until = (at: string, kept: Parameters<typeof quietUntil>[0] = NIGHT) =>
  quietUntil(kept, new Date(at), 'America/Sao_Paulo')?.toISOString() ?? null

test('letters wait until the end of the quiet hours, also over midnight, and at no other time', () => {
  expect(until('2026-01-15T00:59:59Z'), '21:59').toBe(null)
  expect(until('2026-01-15T01:00:00Z'), '22:00').toBe('2026-01-15T10:00:00.000Z')
  expect(until('2026-01-15T09:59:30Z'), '06:59').toBe('2026-01-15T10:00:00.000Z')
  expect(until('2026-01-15T10:00:00Z'), '07:00').toBe(null)
  const lunch = { ...NIGHT, quietFrom: 12 * 60, quietTo: 13 * 60, timeZone: null }
  expect(until('2026-01-15T15:30:00Z', lunch), 'by the zone of the business').toBe('2026-01-15T16:00:00.000Z')
  expect(until('2026-01-15T16:30:00Z', lunch)).toBe(null)
  expect(until('2026-01-15T15:30:00Z', { ...lunch, quietFrom: null })).toBe(null)
  expect(until('2026-01-15T15:30:00Z', null)).toBe(null)
})

test('by the clock on the wall, also in the night when it is put forward', () => {
  const kept = { ...NIGHT, timeZone: 'America/New_York' }
  expect(until('2026-03-08T05:00:00Z', kept), 'midnight before').toBe('2026-03-08T11:00:00.000Z')
  expect(until('2026-11-01T04:00:00Z', kept), 'and put back').toBe('2026-11-01T12:00:00.000Z')
})

test('the next morning and the next full hour are ahead', () => {
  const at = (iso: string) => new Date(iso)
  expect(nextMorning(at('2026-01-15T10:59:59Z'), 'America/Sao_Paulo')).toEqual(at('2026-01-15T11:00:00Z'))
  expect(nextMorning(at('2026-01-15T11:00:00Z'), 'America/Sao_Paulo')).toEqual(at('2026-01-16T11:00:00Z'))
  expect(nextFullHour(at('2026-01-15T10:00:00Z'))).toEqual(at('2026-01-15T11:00:00Z'))
})
