import { expect, test } from 'vitest'
import { zoned } from './zone.ts'

const NAMES = ['a', 'b']

test('a moment without an offset is in the portal\u2019s, as the others beside it tell', () => {
  expect(
    zoned({ a: '2026-05-14T10:00:00', b: '2026-05-14T10:26:32-03:00', c: '2026-05-14 10:00' }, NAMES),
  ).toEqual({
    a: '2026-05-14T10:00:00-03:00',
    b: '2026-05-14T10:26:32-03:00',
    c: '2026-05-14 10:00',
  })
})

test('where none tells, it is UTC, and not whatever this machine runs in', () => {
  expect(zoned({ a: '2026-05-14 10:00:00', b: null }, NAMES)).toEqual({ a: '2026-05-14T10:00:00Z', b: null })
})
