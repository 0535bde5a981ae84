import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

test('how fast it goes is what it did of late, and nothing is said of it before there are two looks', () => {
  let nowMs = 0
  const pace = createPace(() => nowMs)
  expect(pace.add({ done: 100, deals: 10 })).toBeNull()
  nowMs = 2_000
  expect(pace.add({ done: 300, deals: 20 })).toEqual({ done: 100, deals: 5 })
  nowMs = 11_000
  expect(pace.add({ done: 1_200, deals: 65 })).toEqual({ done: 100, deals: 5 })
  nowMs = 31_000
  expect(pace.add({ done: 1_400, deals: 75 })).toEqual({ done: 10, deals: 0.5 })
  pace.forget()
  nowMs = 32_000
  expect(pace.add({ done: 0, deals: 65 })).toBeNull()
})
