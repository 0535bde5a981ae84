import { expect, test } from 'vitest'
import type { Verdict } from '#src/jobs/backoff.ts'
import { GiveUp, Postpone } from '#src/jobs/ends.ts'
import { promiseJob } from '#src/jobs/queue.ts'
import { breath } from '#test/breath.ts'
import { createJobsWorld, type JobsWorld } from './jobs-world.ts'

/** Judged by its message. */
const judge = (error: unknown): Verdict => {
  const [outcome, delayMs] = (error as Error).message.split(' ')
  const retryAt = delayMs ? new Date(Date.now() + Number(delayMs)) : undefined
  return { outcome: outcome as Verdict['outcome'], retryAt }
}

const stateOf = async ({ sql }: JobsWorld, number: number) => {
  const [row] = await sql`
    select state, attempts, failures, may_exist, last_outcome, last_error,
      extract(epoch from run_at - clock_timestamp())::float8 as in_s
    from jobs where payload ->> 'number' = ${String(number)}`
  return row
}

test('refused: tried again when the CRM says, for days, without looking first', async () => {
  await using world = await createJobsWorld()
  const attempts: { attempt: number; mayExist: boolean }[] = []
  const worker = await world.worker(
    async (_, { attempt, mayExist }) => {
      attempts.push({ attempt, mayExist })
      throw new Error('refused 3600000')
    },
    { judge },
  )
  await world.promise(1)
  await world.settle()
  const state = await stateOf(world, 1)
  expect(state).toMatchObject({ state: 'waiting', attempts: 1, failures: 0, last_outcome: 'refused' })
  expect(state?.in_s).toBeGreaterThan(3_000)
  // Hundreds of refusals later it is no nearer to being dead.
  await world.sql`update jobs set attempts = 5000, run_at = clock_timestamp()`
  worker.wake()
  await world.settle()
  expect(await stateOf(world, 1)).toMatchObject({ state: 'waiting', attempts: 5001, failures: 0 })
  expect(attempts).toEqual([
    { attempt: 1, mayExist: false },
    { attempt: 5001, mayExist: false },
  ])
})

test('refused without a known time: again with growing pauses of half a minute at the most', async () => {
  await using world = await createJobsWorld()
  const worker = await world.worker(
    async () => {
      throw new Error('refused')
    },
    { judge },
  )
  await world.promise(1)
  await world.settle()
  expect((await stateOf(world, 1))?.in_s).toBeLessThan(1)
  await world.sql`update jobs set attempts = 5000, run_at = clock_timestamp()`
  worker.wake()
  await world.settle()
  const { in_s } = (await stateOf(world, 1)) ?? {}
  expect(in_s).toBeGreaterThan(10)
  expect(in_s).toBeLessThan(40)
})

test('rejected: dead at once, shown with its reason, and the next of its key goes on', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  await world.worker(
    async (number) => {
      if (number === 1) throw new Error('rejected')
      done.push(number)
    },
    { judge },
  )
  for (const number of [1, 2]) await world.promise(number, { key: 'deal:1' })
  await world.settle()
  expect(await stateOf(world, 1)).toMatchObject({
    state: 'dead',
    last_outcome: 'rejected',
    last_error: 'Error: rejected',
  })
  expect(done).toEqual([2])
})

test('unknown: the next attempt looks first, and so does every one after that', async () => {
  await using world = await createJobsWorld()
  const seen: boolean[] = []
  const messages = ['unknown 200', 'refused 200', null]
  await world.worker(
    async (_, { attempt, mayExist }) => {
      seen.push(mayExist)
      const message = messages[attempt - 1]
      if (message) throw new Error(message)
    },
    { judge },
  )
  await world.promise(1)
  await world.settle({ hurry: true })
  expect(seen).toEqual([false, true, true])
})

test('failed, a mistake of ours: ten attempts within about an hour, each looking first, and then dead', async () => {
  await using world = await createJobsWorld()
  const pausesS: number[] = []
  let looked = 0
  await world.worker(
    async (_, { mayExist }) => {
      if (mayExist) looked += 1
      throw new Error('failed')
    },
    { judge },
  )
  await world.promise(1)
  for (;;) {
    await world.settle()
    const { state, in_s } = (await stateOf(world, 1)) ?? {}
    if (state === 'dead') break
    pausesS.push(in_s)
    await world.sql`update jobs set run_at = clock_timestamp() where state = 'waiting'`
    await world.sql`select pg_notify('ponte_jobs-due', '')`
  }
  expect(await stateOf(world, 1)).toMatchObject({ attempts: 10, failures: 10, last_outcome: 'failed' })
  expect(looked).toBe(9)
  const minutes = pausesS.reduce((sum, s) => sum + s, 0) / 60
  expect(minutes).toBeGreaterThan(30)
  expect(minutes).toBeLessThan(90)
})

test('GiveUp: dead at once. Postpone: later, as often as wanted, and no attempt', async () => {
  await using world = await createJobsWorld()
  let turns = 0
  await world.worker(async (number) => {
    if (number === 1) throw new GiveUp('the ticket is gone')
    turns += 1
    if (turns < 15) throw new Postpone(turns % 2 ? 50 : new Date(Date.now() + 50))
  })
  await world.promise(1)
  await world.promise(2, { key: 'deal:2' })
  await world.settle({ hurry: true })
  expect(await stateOf(world, 1)).toMatchObject({ state: 'dead', last_error: 'GiveUp: the ticket is gone' })
  expect(turns).toBe(15)
  const [done] = await world.sql`select attempts from job_history`
  expect(done).toEqual({ attempts: 1 })
})

test('a job that is put off holds up its key and no other', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  await world.worker(
    async (number, { attempt }) => {
      if (number === 1 && attempt === 1) throw new Error('refused 3600000')
      done.push(number)
    },
    { judge },
  )
  await world.promise(1, { key: 'deal:1' })
  await world.promise(2, { key: 'deal:1' })
  await world.promise(3, { key: 'deal:2' })
  await world.promise(4)
  await world.settle()
  expect(done.toSorted()).toEqual([3, 4])
  await world.settle({ hurry: true })
  expect(done.slice(2)).toEqual([1, 2])
})

test('a payload that does not fit makes its job dead, says where, quotes nothing, and slows nobody', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  await world.worker(async (number) => void done.push(number))
  await promiseJob(world.db, 'write', { number: 'secret-4711' }, { key: 'deal:1' })
  for (const number of [1, 2, 3]) await world.promise(number, { key: 'deal:1' })
  await world.settle()
  expect(done).toEqual([1, 2, 3])
  const [dead] = await world.sql`select last_error, attempts from jobs where state = 'dead'`
  expect(dead).toMatchObject({ attempts: 1, last_error: expect.stringContaining('number') })
  expect(dead?.last_error).not.toContain('4711')
})

test('an error whose text no database takes is written all the same', async () => {
  await using world = await createJobsWorld()
  await world.worker(async () => {
    throw new GiveUp(`\0 \ud800 ${'x'.repeat(100_000)} smtp://user:hidden@mail.example.com`)
  })
  for (const number of [1, 2]) await world.promise(number)
  await world.settle()
  const rows = await world.sql`select state, last_error from jobs`
  expect(rows.map(({ state }) => state)).toEqual(['dead', 'dead'])
  for (const { last_error } of rows) {
    expect(last_error.length).toBeLessThanOrEqual(1_000)
    expect(last_error).not.toContain('hidden')
  }
})

test('what nobody here knows is left to workers that do', async () => {
  await using world = await createJobsWorld()
  const done: string[] = []
  await world.worker(async () => void done.push('old'))
  await promiseJob(world.db, 'write-better', { number: 1 }, {})
  await world.promise(2)
  while (done.length === 0) await breath()
  expect(await stateOf(world, 1)).toMatchObject({ state: 'waiting', attempts: 0 })
  await world.worker(async () => void done.push('new'), { names: ['write', 'write-better'] })
  await world.settle()
  expect(done).toEqual(['old', 'new'])
})
