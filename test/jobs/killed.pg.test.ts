import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { breath } from '#test/breath.ts'
import { bareEnvironment } from '#test/process.ts'
import { createJobsWorld, type JobsWorld } from './jobs-world.ts'

const FILE = path.join(import.meta.dirname, 'worker-process.ts')

const FOREVER_MS = 3_600_000

/** @param hold so many milliseconds each job takes, or until the process is told to go on */
async function startWorkerProcess(world: JobsWorld, name: string, hold: number | 'told' = 0) {
  const child = fork(FILE, [world.url, name, String(hold)], {
    execArgv: [],
    env: bareEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = await exited
  return code
}

async function createNotingWorld() {
  const world = await createJobsWorld()
  await world.sql`
    create table noted (
      worker text, what text, job bigint, number int, may_exist boolean, at timestamptz default clock_timestamp())`
  const noted = (what: string) => world.sql`select * from noted where what = ${what} order by at`
  const until = async (what: string, count: number) => {
    while ((await noted(what)).length < count) await breath()
  }
  return { ...world, noted, until }
}

test("after kill -9 of a worker, whatever it had in hand is another's within the six seconds of its lease, which looks first", async () => {
  await using world = await createNotingWorld()
  const doomed = await startWorkerProcess(world, 'doomed', FOREVER_MS)
  for (const number of [1, 2, 3]) await world.promise(number, { key: `deal:${number}` })
  await world.promise(4, { key: 'deal:1' })
  await world.until('begun', 3)
  const other = await startWorkerProcess(world, 'other')
  await end(doomed, 'SIGKILL')
  const leases =
    await world.sql`select lease_until <= clock_timestamp() + interval '6 seconds' as is_soon from jobs where state = 'running'`
  expect(leases.every(({ is_soon }) => is_soon)).toBe(true)
  await world.until('done', 4)
  const done = await world.noted('done')
  expect(done.every(({ worker }) => worker === 'other')).toBe(true)
  expect(done.map(({ number, may_exist }) => [number, may_exist]).toSorted()).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ])
  expect(await end(other, 'SIGTERM')).toBe(0)
})

test('a worker that was not heard of for the time of a lease commits nothing, though it lives', async () => {
  await using world = await createNotingWorld()
  const sleeper = await startWorkerProcess(world, 'sleeper', 'told')
  await world.promise(1)
  await world.until('begun', 1)
  sleeper.kill('SIGSTOP')
  const other = await startWorkerProcess(world, 'other')
  await world.until('done', 1)
  sleeper.kill('SIGCONT')
  sleeper.send('go on')
  // It tries to end what it holds, and after that takes another job.
  await end(other, 'SIGTERM')
  await world.promise(2)
  await world.until('done', 2)
  const done = await world.noted('done')
  expect(done.map(({ worker, number }) => [worker, number])).toEqual([
    ['other', 1],
    ['sleeper', 2],
  ])
  expect(await world.sql`select id::int, attempts from job_history order by id`).toEqual([
    { id: 1, attempts: 2 },
    { id: 2, attempts: 1 },
  ])
  await end(sleeper, 'SIGTERM')
})

test('workers are killed again and again: everything is done once, in the order of its key', async () => {
  await using world = await createNotingWorld()
  const children = await Promise.all([1, 2].map((name) => startWorkerProcess(world, String(name), 1)))
  const promising = (async () => {
    for (let number = 0; number < 400; number++) await world.promise(number, { key: `deal:${number % 8}` })
  })()
  for (let round = 0; round < 6; round++) {
    const before = (await world.noted('done')).length
    await world.until('done', Math.min(400, before + 15))
    await end(children[round % 2] as ChildProcess, 'SIGKILL')
    children[round % 2] = await startWorkerProcess(world, `again ${round}`, 1)
  }
  await promising
  await world.settle({ hurry: true })
  const done = await world.noted('done')
  expect(done).toHaveLength(400)
  for (let key = 0; key < 8; key++) {
    const own = done.filter(({ number }) => number % 8 === key).map(({ number }) => number)
    expect(own).toEqual(own.toSorted((a, b) => a - b))
  }
  for (const child of children) await end(child, 'SIGTERM')
})

test('a job whose workers die again and again is put off, so that the others come through', async () => {
  await using world = await createNotingWorld()
  const job = await world.promise(1)
  const dies = async () => {
    const before = (await world.noted('begun')).length
    const child = await startWorkerProcess(world, 'victim', FOREVER_MS)
    await world.until('begun', before + 1)
    await end(child, 'SIGKILL')
    await world.sql`update jobs set lease_until = clock_timestamp()`
  }
  await dies()
  await dies()
  const last = await startWorkerProcess(world, 'last')
  await world.promise(2)
  await world.until('done', 1)
  // Each is written by itself: that of the other job may come first.
  const put = async () => {
    const [row] = await world.sql`
      select state, failures, run_at > broken_off_at + interval '20 seconds' as is_put_off from jobs where id = ${job}`
    return row
  }
  await expect
    .poll(put, { timeout: 60_000 })
    .toMatchObject({ state: 'waiting', failures: 0, is_put_off: true })
  await world.settle({ hurry: true })
  expect(await world.noted('done')).toHaveLength(2)
  await end(last, 'SIGTERM')
})

test('SIGTERM: what is in hand is finished, the rest is left, and the next worker has it at once', async () => {
  await using world = await createNotingWorld()
  const first = await startWorkerProcess(world, 'first', 'told')
  await world.promise(1, { key: 'deal:1' })
  await world.promise(2, { key: 'deal:1' })
  await world.until('begun', 1)
  const stopping = once(first, 'message')
  const ended = end(first, 'SIGTERM')
  await stopping
  first.send('go on')
  expect(await ended).toBe(0)
  expect((await world.noted('done')).map(({ number }) => number)).toEqual([1])
  expect(await world.sql`select state, attempts from jobs`).toEqual([{ state: 'waiting', attempts: 0 }])
})

test('SIGTERM: what takes too long is given back, and whoever takes it looks first', async () => {
  await using world = await createNotingWorld()
  const first = await startWorkerProcess(world, 'first', FOREVER_MS)
  await world.promise(1)
  await world.until('begun', 1)
  expect(await end(first, 'SIGTERM')).toBe(0)
  expect(
    await world.sql`
      select state, may_exist, last_outcome, run_at <= clock_timestamp() as is_due,
        broken_off_at > promised_at as is_known_since from jobs`,
  ).toEqual([
    { state: 'waiting', may_exist: true, last_outcome: 'given-back', is_due: true, is_known_since: true },
  ])
})
