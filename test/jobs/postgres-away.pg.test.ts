import * as path from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '#src/db/migrate.ts'
import { openSignals } from '#src/db/signals.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { findPostmaster } from '#src/embedded/postmaster.ts'
import { createLog } from '#src/log.ts'
import { breath } from '#test/breath.ts'
import { temporaryFolder, waitUntil } from '#test/process.ts'
import { createJobsWorld, openJobsWorld } from './jobs-world.ts'

const log = createLog({ level: 'silent' })

test('every connection is cut again and again: nothing is lost, and each key keeps its order', async () => {
  await using world = await createJobsWorld()
  const done: number[] = []
  await world.sql`create table written (number int, job bigint, place int generated always as identity)`
  for (let i = 0; i < 2; i++)
    await world.worker(async (number, { id, finish }) => {
      await new Promise(setImmediate)
      await finish(async (tx) => {
        await tx.execute(`insert into written (number, job) values (${number}, ${id})`)
      })
      done.push(number)
    })
  for (let number = 0; number < 300; number++) await world.promise(number, { key: `deal:${number % 10}` })
  for (let cut = 0; cut < 5; cut++) {
    await world.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'ponte gateway%'`
    const before = done.length
    while (done.length < Math.min(before + 10, 250)) await breath()
  }
  await world.settle({ hurry: true })
  const written = await world.sql`select number, job::int from written order by place`
  expect(new Set(written.map(({ job }) => job)).size).toBe(300)
  expect(written, 'each was committed once').toHaveLength(300)
  for (let key = 0; key < 10; key++) {
    const own = written.map(({ number }) => number).filter((number) => number % 10 === key)
    expect(own).toEqual(own.toSorted((a, b) => a - b))
  }
})

test('Postgres is killed in the middle: the worker lives, and goes on when it is back', async () => {
  using folder = temporaryFolder()
  const server = await startEmbeddedPostgres({ dataDir: folder.path, password: 'away', log })
  await migrate(server.url)
  {
    await using world = await openJobsWorld(server.url)
    const done: number[] = []
    await world.worker(async (number) => {
      await new Promise(setImmediate)
      done.push(number)
    })
    for (let number = 0; number < 500; number++) await world.promise(number, { key: `deal:${number % 10}` })
    const postmaster = () => findPostmaster(path.join(folder.path, 'postgres', 'cluster'))
    const killed = postmaster()
    process.kill(killed?.pid ?? 0, 'SIGKILL')
    // Its backends live on for a moment, and may even answer.
    while (!postmaster()?.isReady || postmaster()?.pid === killed?.pid) await breath()
    const isBack = () => world.promise(1_000).then(() => world.sql`select 1`)
    await waitUntil(() =>
      isBack().then(
        () => true,
        () => false,
      ),
    )
    await world.settle({ hurry: true })
    expect(new Set(done).size).toBe(501)
    expect(await world.sql`select from jobs`).toHaveLength(0)
  }
  await server.stop()
})

test('whoever listens is told when the connection was lost, and hears again', async () => {
  await using world = await createJobsWorld()
  const signals = await openSignals(world.url, log)
  const heard: string[] = []
  const missed = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  signals.listen(
    'job-ended',
    (payload) => {
      heard.push(payload)
      if (payload === '2') second.resolve()
    },
    missed.resolve,
  )
  await world.sql`select pg_notify('ponte_job-ended', '1')`
  while (heard.length === 0) await breath()
  await world.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'ponte gateway signals'`
  await missed.promise
  await world.sql`select pg_notify('ponte_job-ended', '2')`
  await second.promise
  await signals.close()
  expect(heard).toEqual(['1', '2'])
})
