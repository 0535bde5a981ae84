import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

test('a handler that is slow is called one at a time and less often, until it is quick again', () => {
  const pace = createPace()
  expect([pace.atOnce(), pace.pauseMs()]).toEqual([5, 0])
  pace.note(20)
  expect([pace.atOnce(), pace.pauseMs()]).toEqual([5, 0])
  for (let call = 0; call < 20; call++) pace.note(3_000)
  expect(pace.atOnce()).toBe(1)
  expect(pace.pauseMs()).toBeGreaterThan(5_000)
  for (let call = 0; call < 20; call++) pace.note(60_000)
  expect(pace.pauseMs()).toBe(10_000)
  for (let call = 0; call < 30; call++) pace.note(5)
  expect([pace.atOnce(), pace.pauseMs()]).toEqual([5, 0])
})
