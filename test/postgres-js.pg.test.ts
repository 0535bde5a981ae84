import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createJobsWorld } from '#test/jobs/jobs-world.ts'

/** Of connectDatabase, where nobody says otherwise. */
const POOL = 10

test('a transaction whose connection is cut between two statements fails, and neither the process nor the pool is the worse for it', async () => {
  await using world = await createJobsWorld()
  const failures = await Promise.all(
    Array.from({ length: 30 }, (_, number) =>
      world.db
        .transaction(async (tx) => {
          const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid, ${number}::int`)
          await world.sql`select pg_terminate_backend(${row?.pid ?? 0})`
          await new Promise(setImmediate)
          await tx.execute(sql`select ${number}::int`)
        })
        .then(
          () => 'went through',
          () => 'failed',
        ),
    ),
  )
  expect(new Set(failures)).toEqual(new Set(['failed']))
  // Some may still be given a connection that is just being cut.
  await Promise.allSettled(Array.from({ length: 20 }, () => world.db.execute(sql`select 1`)))
  // None of them ends before all have begun: as many at once as the pool has connections, each of which has to be there again.
  let begun = 0
  const all = Promise.withResolvers<void>()
  await Promise.all(
    Array.from({ length: POOL }, () =>
      world.db.transaction(async (tx) => {
        await tx.execute(sql`select 1`)
        if (++begun === POOL) all.resolve()
        await all.promise
      }),
    ),
  )
})
