import { expect, test } from 'vitest'
import { LANES, PLACES } from '#src/jobs/lanes.ts'
import { breath } from '#test/breath.ts'
import { createJobsWorld, type JobsWorld, type Run } from './jobs-world.ts'

/** Jobs that hold their places until they are let go. */
function holding() {
  const held = new Map<number, () => void>()
  const begun: number[] = []
  const run: Run = async (number, { lane }) => {
    const released = Promise.withResolvers<void>()
    begun.push(LANES.indexOf(lane))
    held.set(number, released.resolve)
    await released.promise
  }
  return {
    run,
    begun,
    count: (lane?: number) => (lane === undefined ? begun : begun.filter((other) => other === lane)).length,
    releaseOne() {
      const [first] = held
      if (!first) throw new Error('nothing is held')
      held.delete(first[0])
      first[1]()
    },
    releaseAll() {
      for (const release of held.values()) release()
      held.clear()
    },
  }
}

async function promiseMany({ sql }: JobsWorld, count: number, lane: (typeof LANES)[number], agoS = 0) {
  await sql`
    insert into jobs (name, payload, is_head, lane, run_at)
    select 'write', jsonb_build_object('number', ${LANES.indexOf(lane) * 10_000} + number), true, ${LANES.indexOf(lane)},
      clock_timestamp() - ${agoS} * interval '1 second'
    from generate_series(1, ${count}::int) as number`
  await sql`select pg_notify('ponte_jobs-due', '')`
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await breath()
}

test('however much of everything else there is, a person finds a place at once', async () => {
  await using world = await createJobsWorld()
  const held = holding()
  await world.worker(held.run)
  for (const lane of LANES.slice(1)) await promiseMany(world, 300, lane, 600)
  await until(() => held.count() === 160 + 16 + 32 + 24)
  await promiseMany(world, 1, 'people')
  await until(() => held.count(0) === 1)
  expect([1, 2, 3, 4].map((lane) => held.count(lane))).toEqual([160, 16, 32, 24])
  const done = world.settle()
  const releasing = setInterval(held.releaseAll, 5)
  await done
  clearInterval(releasing)
})

test('however many people wait, what has been due the longest gets every fifth place', async () => {
  await using world = await createJobsWorld()
  const held = holding()
  await promiseMany(world, 20, 'backfill', 600)
  await promiseMany(world, PLACES + 200, 'people')
  await world.worker(held.run)
  await until(() => held.count() >= PLACES)
  // Of the first places as well.
  expect(held.count(4)).toBe(20)
  const releasing = setInterval(held.releaseAll, 5)
  await world.settle()
  clearInterval(releasing)
})

test('places that get free one by one go to people first, and every fifth to the oldest', async () => {
  await using world = await createJobsWorld()
  const held = holding()
  await world.worker(held.run)
  await promiseMany(world, PLACES, 'people')
  await until(() => held.count() === PLACES)
  await promiseMany(world, 200, 'people')
  await promiseMany(world, 10, 'backfill', 600)
  for (let free = 1; free <= 20; free++) {
    held.releaseOne()
    await until(() => held.count() === PLACES + free)
  }
  expect(held.count(4)).toBe(4)
  const releasing = setInterval(held.releaseAll, 5)
  await world.settle()
  clearInterval(releasing)
})

test('what nobody waits for any more makes room for what people wait for now', async () => {
  await using world = await createJobsWorld()
  await world.promise(1, { lane: 'people' })
  await world.promise(2, { lane: 'people' })
  await world.sql`update jobs set promised_at = clock_timestamp() - interval '1 minute' where id = 1`
  const judge = () => ({ outcome: 'refused', retryAt: new Date(Date.now() + 60_000) }) as const
  await world.worker(
    async () => {
      throw new Error('away')
    },
    { judge },
  )
  await world.settle()
  expect(await world.sql`select lane from jobs order by id`).toEqual([{ lane: 1 }, { lane: 0 }])
})
