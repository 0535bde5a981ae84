import { expect, test } from 'vitest'
import type { JobId, TicketId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Lane } from '#src/jobs/lanes.ts'
import { promiseMany } from '#src/jobs/promise-many.ts'
import { promiseJob } from '#src/jobs/queue.ts'
import { breath } from '#test/breath.ts'
import { createJobsWorld, type JobsWorld } from './jobs-world.ts'

const waiting = (world: JobsWorld) =>
  world.sql`select id::int, payload, lane, is_head, attempts from jobs where state = 'waiting' order by id`

test('what was promised in a transaction that is rolled back was never promised, and the key is free', async () => {
  await using world = await createJobsWorld()
  const failing = world.db.transaction(async (tx) => {
    await promiseJob(tx, 'write', { number: 1 }, { key: 'deal:1' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  const done: number[] = []
  await world.worker(async (number) => void done.push(number))
  await world.promise(2, { key: 'deal:1' })
  await world.settle()
  expect(done).toEqual([2])
  expect(await world.sql`select from jobs`).toHaveLength(0)
})

test('nobody does what is not committed yet, and whoever promises a job of the same key comes behind', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  await world.worker(async (number) => void done.push(number))
  const [inserted, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = world.db.transaction(async (tx) => {
    await promiseJob(tx, 'write', { number: 1 }, { key: 'deal:1' })
    inserted.resolve()
    await released.promise
  })
  await inserted.promise
  const second = world.promise(2, { key: 'deal:1' })
  await world.promise(3, { key: 'deal:2' })
  await world.settle()
  expect(done).toEqual([3])
  released.resolve()
  await Promise.all([first, second])
  await world.settle()
  expect(done).toEqual([3, 1, 2])
})

test('an equal job that still waits is meant again; another payload, key or name makes another job', async () => {
  await using world = await createJobsWorld()
  const delayMs = 60_000
  const first = await world.promise(1, { key: 'deal:1', merge: true, delayMs })
  expect(await world.promise(1, { key: 'deal:1', merge: true, delayMs })).toBe(first)
  expect(await world.promise(2, { key: 'deal:1', merge: true, delayMs })).not.toBe(first)
  expect(await world.promise(1, { key: 'deal:2', merge: true, delayMs })).not.toBe(first)
  expect(await world.promise(1, { key: 'deal:1', delayMs }), 'merging was not asked for').not.toBe(first)
  const keyless = await Promise.all([1, 2, 3, 4].map(() => world.promise(1, { merge: true, delayMs })))
  expect(new Set(keyless).size, 'promised at the same moment').toBe(1)
})

test('a job that runs may not have seen what changed: an equal one is promised behind it', async () => {
  await using world = await createJobsWorld()
  const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let runs = 0
  await world.worker(async () => {
    runs += 1
    begun.resolve()
    await released.promise
  })
  const first = await world.promise(1, { key: 'deal:1', merge: true })
  await begun.promise
  const second = await world.promise(1, { key: 'deal:1', merge: true })
  expect(second).not.toBe(first)
  expect(await world.promise(1, { key: 'deal:1', merge: true })).toBe(second)
  released.resolve()
  await world.settle()
  expect(runs).toBe(2)
})

test('a waiting job that was merged into does not begin before that transaction commits', async () => {
  await using world = await createJobsWorld()
  const job = await world.promise(1, { merge: true })
  const seen: boolean[] = []
  await world.db.transaction(async (tx) => {
    expect(await promiseJob(tx, 'write', { number: 1 }, { merge: true })).toBe(job)
    await world.worker(async () => void seen.push(await isChanged(world)))
    // It is looked for, found held, and left alone; the one behind it is done.
    await world.promise(2)
    while (seen.length === 0) await new Promise(setImmediate)
    await tx.execute('create table changed ()')
  })
  await world.settle()
  expect(seen).toEqual([false, true])
})

const isChanged = async ({ sql }: JobsWorld) =>
  (await sql`select from pg_class where relname = 'changed'`).length > 0

test('merging brings a job forward, and never puts it off', async () => {
  await using world = await createJobsWorld()
  await world.promise(1, { merge: true, delayMs: 60_000, lane: 'backfill' })
  await world.promise(1, { merge: true, delayMs: 120_000, lane: 'backfill' })
  const inS = async () => {
    const [row] = await world.sql`select extract(epoch from run_at - promised_at)::int as s, lane from jobs`
    return row
  }
  expect(await inS()).toMatchObject({ s: 60, lane: 4 })
  await world.promise(1, { merge: true, lane: 'people' })
  expect(await inS()).toMatchObject({ s: 0, lane: 0 })
})

test('a job that put itself off is brought forward by what is served before it, and not by the same once more', async () => {
  await using world = await createJobsWorld()
  let turns = 0
  await world.worker(async () => {
    turns += 1
    if (turns === 1) throw new Postpone(3_600_000)
  })
  const job = await world.promise(1, { key: 'deal:1', merge: true })
  const putOff = async () => {
    const [row] = await world.sql`select run_at > clock_timestamp() as is_put_off from jobs where id = ${job}`
    return row?.is_put_off
  }
  await expect.poll(putOff, { timeout: 60_000 }).toBe(true)
  expect(await world.promise(1, { key: 'deal:1', merge: true })).toBe(job)
  expect(await putOff()).toBe(true)
  expect(await world.promise(1, { key: 'deal:1', merge: true, lane: 'people' })).toBe(job)
  await expect.poll(putOff, { timeout: 60_000 }).toBeUndefined()
  expect(turns).toBe(2)
})

test.for(['postponed', 'refused'] as const)(
  '%s: what was promised the same while a job was in hand is that job, once it waits again',
  async (outcome, { expect }) => {
    await using world = await createJobsWorld()
    const turns: number[] = []
    const again = { key: 'deal:1', merge: true }
    await world.worker(
      async (number) => {
        turns.push(number)
        if (turns.length > 1) return
        // In the meantime the same comes again, and something else behind it, and the same once more.
        for (const one of [1, 2, 1]) await world.promise(one, again)
        expect(await waiting(world)).toHaveLength(2)
        throw outcome === 'postponed' ? new Postpone(3_600_000) : new Error(outcome)
      },
      { judge: () => ({ outcome: 'refused', retryAt: new Date(Date.now() + 3_600_000) }) },
    )
    const job = await world.promise(1, again)
    const left = async () => (await world.sql`select state from jobs order by id`).map(({ state }) => state)
    await expect.poll(left, { timeout: 60_000 }).toEqual(['waiting', 'waiting'])
    const [kept] = await world.sql`
    select id::int, run_at > clock_timestamp() + interval '50 minutes' as is_later from jobs order by id`
    expect(kept).toEqual({ id: job, is_later: true })
    await world.settle({ hurry: true })
    expect(turns).toEqual([1, 1, 2])
  },
)

test('whom a person may wait for keeps a job of their own, which brings the other one forward', async () => {
  await using world = await createJobsWorld()
  const lanes: string[] = []
  let hers: JobId | undefined
  const { jobs } = await world.worker(async (_, job) => {
    lanes.push(job.lane)
    if (lanes.length > 1) return
    hers = await world.promise(1, { key: 'deal:1', merge: true, lane: 'people' })
    throw new Postpone(3_600_000)
  })
  await world.promise(1, { key: 'deal:1', merge: true, lane: 'reconcile' })
  await expect.poll(() => lanes.length, { timeout: 60_000 }).toBe(3)
  expect(lanes).toEqual(['reconcile', 'people', 'people'])
  expect(await jobs.wait(hers as JobId, 60_000)).toMatchObject({ state: 'done' })
})

test('nor by many that are promised together', async () => {
  await using world = await createJobsWorld()
  const wanted = [{ payload: { ticketId: 1 as TicketId }, key: 'deal:1' }]
  const promiseIn = (lane: Lane) => world.db.transaction((tx) => promiseMany(tx, 'sla-due', wanted, { lane }))
  const [job] = await promiseIn('events')
  await world.sql`update jobs set run_at = clock_timestamp() + interval '1 hour', last_outcome = 'postponed'`
  const putOff = async () => (await world.sql`select run_at > clock_timestamp() as is_put_off from jobs`)[0]
  expect(await promiseIn('events')).toEqual([job])
  expect(await putOff()).toEqual({ is_put_off: true })
  expect(await promiseIn('people')).toEqual([job])
  expect(await putOff()).toEqual({ is_put_off: false })
})

test('whatever a person waits for lends its lane to what has to be done before it', async () => {
  await using world = await createJobsWorld()
  await world.promise(1, { key: 'deal:1', lane: 'backfill', delayMs: 60_000 })
  await world.promise(2, { key: 'deal:1', lane: 'reconcile', delayMs: 60_000 })
  await world.promise(3, { key: 'deal:2', lane: 'backfill', delayMs: 60_000 })
  await world.promise(4, { key: 'deal:1', lane: 'people', delayMs: 60_000 })
  const rows = await waiting(world)
  expect(rows.map(({ payload, lane }) => [payload.number, lane])).toEqual([
    [1, 0],
    [2, 0],
    [3, 4],
    [4, 0],
  ])
})

test('what is promised for later is done then and not before', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  await world.worker(async (number) => void done.push(number))
  await world.promise(1, { runAt: new Date(Date.now() + 3_600_000) })
  await world.promise(2, { delayMs: 300 })
  await world.settle()
  expect(done).toEqual([])
  while (done.length === 0) await breath()
  expect(done).toEqual([2])
})

test('whoever takes the place of a job looks first for what that may have done, and knows when it was broken off', async () => {
  await using world = await createJobsWorld()
  const seen: unknown[] = []
  const brokenOff = new Date(Date.now() - 60_000)
  await world.promise(1, { key: 'deal:1' })
  await world.sql`update jobs set may_exist = true, broken_off_at = ${brokenOff}`
  await world.worker(async (number, job) => {
    seen.push([
      number,
      job.key,
      job.mayExist,
      job.brokenOffAt && brokenOff.getTime() - job.brokenOffAt.getTime(),
    ])
    if (job.key === 'deal:1')
      await job.finish(async (tx) => {
        await promiseJob(tx, 'write', { number }, { key: 'deal:1:aside', merge: true, insteadOf: job.id })
      })
  })
  await world.settle()
  const near = expect.closeTo(0, -3)
  expect(seen).toEqual([
    [1, 'deal:1', true, near],
    [1, 'deal:1:aside', true, near],
  ])
})
