import { describe, expect, test } from 'vitest'
import { shareUsed, withinLimits } from './within-limits.ts'

const LIMITS = { rate: 2, burst: 50 }
const sent = (at: number, status = 200) => ({
  at,
  address: '127.0.0.1',
  status,
  outcome: status === 503 ? 'refused' : 'served',
})

describe('I5', () => {
  test('fifty at once, and then two in each second, are within the limits', () => {
    const burst = Array.from({ length: 50 }, () => sent(100))
    const after = Array.from({ length: 100 }, (_, index) => sent(100.5 + index / 2))
    expect(withinLimits([...burst, ...after], LIMITS)).toEqual([])
  })

  test('the fifty-first at once is not, nor is one that comes too early long afterwards', () => {
    const burst = Array.from({ length: 50 }, () => sent(100))
    expect(withinLimits([...burst, sent(100)], LIMITS)).toHaveLength(1)
    const after = Array.from({ length: 100 }, (_, index) => sent(100.5 + index / 2))
    expect(withinLimits([...burst, ...after, sent(150.1)], LIMITS)).toHaveLength(1)
  })

  test('being turned away is a breach by itself', () => {
    expect(withinLimits([sent(100, 503)], LIMITS)).toEqual(['1 requests were turned away with 503'])
  })
})

test('the share is told of the time in which there was something to ask', () => {
  const steady = Array.from({ length: 20 }, (_, index) => sent(100 + index / 2))
  expect(shareUsed(steady, LIMITS, [100, 110])).toBe(1)
  expect(shareUsed(steady, LIMITS, [100, 120])).toBe(0.5)
})
