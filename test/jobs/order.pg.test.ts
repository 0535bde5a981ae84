import { expect, test } from 'vitest'
import { createJobsWorld } from './jobs-world.ts'

test('jobs of one key are done in the order of their promises and one at a time, by however many workers', async () => {
  await using world = await createJobsWorld()
  const done: { key: number; number: number; worker: number }[] = []
  const busy = new Set<number>()
  const overlaps: number[] = []
  const keys = 20
  for (const worker of [1, 2, 3])
    await world.worker(async (number) => {
      const key = number % keys
      if (busy.has(key)) overlaps.push(key)
      busy.add(key)
      await new Promise(setImmediate)
      busy.delete(key)
      done.push({ key, number, worker })
    })
  const numbers = Array.from({ length: 600 }, (_, number) => number)
  // Ten at a time and each waits for its own, so that within a key the order is known.
  for (let first = 0; first < numbers.length; first += keys)
    await Promise.all(
      numbers
        .slice(first, first + keys)
        .map((number) => world.promise(number, { key: `key ${number % keys}` })),
    )
  await world.settle()
  expect(done).toHaveLength(numbers.length)
  expect(overlaps).toEqual([])
  for (let key = 0; key < keys; key++) {
    const own = done.filter((job) => job.key === key).map(({ number }) => number)
    expect(own, `key ${key}`).toEqual(own.toSorted((a, b) => a - b))
  }
  expect(new Set(done.map(({ worker }) => worker)).size, 'workers that had some').toBeGreaterThan(1)
})
