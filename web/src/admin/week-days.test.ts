import { expect, test } from 'vitest'
import { placeOf, weekOf } from './week-days.ts'

const ZONE = 'America/Sao_Paulo'

test('a moment has its place on a local day', () => {
  expect(placeOf('2026-11-20T02:30:00Z', ZONE)).toEqual({ day: '2026-11-19', minute: 23 * 60 + 30 })
})

test('what is worked over midnight belongs to both days', () => {
  const [first, second, third] = weekOf(
    '2026-11-20T12:00:00Z',
    [{ from: '2026-11-21T01:00:00Z', to: '2026-11-21T09:00:00Z' }],
    ZONE,
  )
  expect(first).toEqual({ day: '2026-11-20', worked: [{ from: 22 * 60, to: 24 * 60 }] })
  expect(second).toEqual({ day: '2026-11-21', worked: [{ from: 0, to: 6 * 60 }] })
  expect(third?.worked).toEqual([])
})
