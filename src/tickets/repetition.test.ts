import { expect, test } from 'vitest'
import type { UserId } from '#src/ids.ts'
import { canonical, repetitionOf } from './repetition.ts'

const userId = 1 as UserId

test('T-17: the same content is the same body, in whatever order its keys came', () => {
  expect(canonical({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}')
  const one = repetitionOf({ userId, key: 'k', body: { a: 1, b: 2 }, isClicked: false })
  expect(repetitionOf({ userId, key: 'k', body: { b: 2, a: 1 }, isClicked: false })).toEqual(one)
  expect(repetitionOf({ userId, key: 'k', body: { a: 1, b: '2' }, isClicked: false })).not.toEqual(one)
})

test('T-17: no key that somebody chooses is taken for what a body makes', () => {
  const clicked = repetitionOf({ userId, key: undefined, body: {}, isClicked: true })
  const chosen = repetitionOf({ userId, key: clicked?.key ?? '', body: {}, isClicked: true })
  expect(chosen?.key).not.toBe(clicked?.key)
  expect(repetitionOf({ userId, key: undefined, body: {}, isClicked: false })).toBeNull()
})
