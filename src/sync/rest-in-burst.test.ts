import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONE_MS, LONGEST_REST_MS, restInBurst } from './rest-in-burst.ts'

type Rules = { gapsMs: readonly number[]; lateMs: readonly number[]; readingMs: number }
type Reading = { beganAtMs: number; lastEvent: number }

/** A deal, by the rules of its job: an event promises a reading, which begins late, and rests for as long as it is told. */
function live({ gapsMs, lateMs, readingMs }: Rules) {
  let at = 0
  const events = gapsMs.map((gapMs) => {
    at += gapMs
    return at
  })
  const readings: Reading[] = []
  let answered = 0
  let turns = 0
  let now = 0
  while (answered < events.length) {
    now = Math.max(now, events[answered] ?? 0) + (lateMs[turns++ % lateMs.length] ?? 0)
    for (;;) {
      const told = events.slice(answered).filter((event) => event <= now)
      const restMs = restInBurst({
        events: told.length,
        oldestAgoMs: now - (told[0] ?? now),
        newestAgoMs: now - (told.at(-1) ?? now),
        sinceReadMs: now - (readings.at(-1)?.beganAtMs ?? Number.NEGATIVE_INFINITY),
      })
      if (restMs === 0) {
        answered += told.length
        break
      }
      now += restMs + (lateMs[turns++ % lateMs.length] ?? 0)
    }
    readings.push({ beganAtMs: now, lastEvent: events[answered - 1] ?? 0 })
    now += readingMs
  }
  return { events, readings }
}

const any = (mostMs: number, gap: fc.Arbitrary<number>) =>
  fc.record({
    gapsMs: fc.array(gap, { minLength: 1, maxLength: 200 }),
    lateMs: fc.array(fc.nat(mostMs), { minLength: 1 }),
    readingMs: fc.nat(mostMs),
  })
const close = fc.nat(LONE_MS - 1)
const mixed = fc.oneof(fc.nat(50), close, fc.integer({ min: LONE_MS, max: 90_000 }))

test('S-12: a burst costs a reading at its beginning, one at its end, and one for each minute between, however slow all is', () => {
  fc.assert(
    fc.property(any(5_000, close), (rules) => {
      const { events, readings } = live(rules)
      const minutes = Math.floor(((events.at(-1) ?? 0) - (events[0] ?? 0)) / LONGEST_REST_MS)
      expect(readings.length).toBeLessThanOrEqual(2 + minutes)
      expect(readings.at(-1)?.lastEvent).toBe(events.at(-1))
    }),
  )
})

test('S-12: an event that comes when all before it was answered a moment ago waits for nothing', () => {
  fc.assert(
    fc.property(any(0, mixed), (rules) => {
      const { events, readings } = live(rules)
      const isLone = (event: number, index: number) => {
        const before = readings.filter(({ beganAtMs }) => beganAtMs < event).at(-1)
        if (!before) return index === 0
        return before.beganAtMs <= event - LONE_MS && before.lastEvent === events[index - 1]
      }
      for (const event of events.filter(isLone))
        expect(readings.some(({ beganAtMs }) => beganAtMs === event)).toBe(true)
    }),
  )
})

test('S-12: what a person does a moment after something else is seen a moment later, and nothing is older than a minute', () => {
  const alone = { events: 1, oldestAgoMs: 0, newestAgoMs: 0 }
  for (const sinceReadMs of [0, 700, LONE_MS - 1])
    expect(restInBurst({ ...alone, sinceReadMs })).toBeLessThanOrEqual(1_500)
  fc.assert(
    fc.property(any(0, mixed), (rules) => {
      const { events, readings } = live(rules)
      for (const event of events) {
        const seen = readings.find(({ beganAtMs }) => beganAtMs >= event)
        expect((seen?.beganAtMs ?? Number.POSITIVE_INFINITY) - event).toBeLessThanOrEqual(LONGEST_REST_MS)
      }
      const [last, read] = [events.at(-1) ?? 0, readings.at(-1)?.beganAtMs ?? 0]
      expect(read - last, 'and a burst is over soon').toBeLessThanOrEqual(10_000)
    }),
  )
})

test('S-12: what waited on the disk, and is stored bit by bit, is one burst', () => {
  const told = { events: 3, oldestAgoMs: 90_000, newestAgoMs: 70_000 }
  expect(restInBurst({ ...told, sinceReadMs: Number.POSITIVE_INFINITY })).toBe(0)
  expect(restInBurst({ ...told, sinceReadMs: 100 })).toBeGreaterThan(1_000)
})
