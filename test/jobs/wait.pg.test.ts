import { expect, test } from 'vitest'
import { GiveUp } from '#src/jobs/ends.ts'
import type { Lane } from '#src/jobs/lanes.ts'
import { takesLess } from '#test/takes-less.ts'
import { createJobsWorld } from './jobs-world.ts'

test('whoever waits for a job learns what came of it at once, on whichever gateway it was done', async () => {
  await using world = await createJobsWorld()
  const elsewhere = await world.worker(async () => undefined, { names: ['another'] })
  await world.worker(async (number, { finish }) => {
    if (number === 2) throw new GiveUp('no such pipeline')
    if (number === 3) return
    await finish(async () => ({ dealId: 4711 }))
  })
  const waits = async (lane: Lane) => {
    const ids = []
    for (const number of [1, 2, 3]) ids.push(await world.promise(number, { lane }))
    expect(await Promise.all(ids.map((id) => elsewhere.jobs.wait(id, 60_000)))).toEqual([
      { state: 'done', result: { dealId: 4711 } },
      { state: 'dead', error: 'GiveUp: no such pipeline' },
      { state: 'done', result: null },
    ])
  }
  // Of people's jobs we are told; of others we ask once a second.
  await takesLess(900, () => waits('people'))
  await waits('backfill')
})

test('nobody waits longer than they wanted to', async () => {
  await using world = await createJobsWorld()
  const released = Promise.withResolvers<void>()
  const { jobs } = await world.worker(() => released.promise)
  const id = await world.promise(1, { lane: 'people' })
  expect(await jobs.wait(id, 200)).toEqual({ state: 'waiting' })
  released.resolve()
  await world.settle()
})

test('nobody waits for what was put off beyond their patience, nor for what has to come behind that', async () => {
  await using world = await createJobsWorld()
  const { jobs } = await world.worker(
    async () => {
      throw new Error('away')
    },
    { judge: () => ({ outcome: 'refused', retryAt: new Date(Date.now() + 3_600_000) }) },
  )
  const first = await world.promise(1, { lane: 'people', key: 'ticket:1' })
  const second = await world.promise(2, { lane: 'people', key: 'ticket:1' })
  // Nobody of this test lives that long.
  expect(await Promise.all([first, second].map((id) => jobs.wait(id, 1_800_000)))).toEqual([
    { state: 'waiting' },
    { state: 'waiting' },
  ])
})

test('a job that was dropped is not waited for', async () => {
  await using world = await createJobsWorld()
  const { jobs } = await world.worker(async () => undefined, { names: ['another'] })
  const id = await world.promise(1)
  await world.sql`delete from jobs`
  expect(await jobs.wait(id, 1_800_000)).toEqual({ state: 'dead', error: 'dropped' })
})
