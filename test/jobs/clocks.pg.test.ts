import { expect, test } from 'vitest'
import { breath } from '#test/breath.ts'
import { createJobsWorld } from './jobs-world.ts'

const HOUR_MS = 3_600_000

test('gateways whose clocks are hours apart neither take jobs from each other nor begin early or late', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  const clocks = [-5, 0, 5].map((hours) => () => new Date(Date.now() + hours * HOUR_MS))
  for (const clock of clocks) {
    await world.worker(
      async (number, { attempt, mayExist }) => {
        expect(mayExist).toBe(false)
        if (attempt === 1) throw new Error('refused')
        done.push(number)
      },
      // As its own clock says it, a moment from now.
      { clock, judge: () => ({ outcome: 'refused', retryAt: new Date(clock().getTime() + 300) }) },
    )
  }
  for (let number = 1; number <= 30; number++) await world.promise(number, { key: `deal:${number}` })
  // Hours it would be, and the test would not live to see it.
  while (done.length < 30) await breath()
  await world.settle()
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
})
