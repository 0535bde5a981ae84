import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { expect, inject } from 'vitest'
import { z } from 'zod'
import { connectDatabase, type Database, type Db } from '#src/db/connect.ts'
import type { Planned } from '#src/db/planned.ts'
import { openSignals, type Signals } from '#src/db/signals.ts'
import type { JobId } from '#src/ids.ts'
import type { Judge } from '#src/jobs/backoff.ts'
import { type PromiseOptions, promiseJob } from '#src/jobs/queue.ts'
import { readerOf } from '#src/jobs/tasks.ts'
import { createJobs, type Jobs } from '#src/jobs/wait.ts'
import { type AnyTask, type JobInHand, startWorker, type Worker } from '#src/jobs/worker.ts'
import { createLog } from '#src/log.ts'
import { judge } from '#src/work.ts'
import { withDatabase } from '#test/postgres.ts'
import { settle } from '#test/settle.ts'

/** Promised work and nothing else: a database, and as many workers over it as a test wants. */
export type JobsWorld = AsyncDisposable & {
  url: string
  db: Db
  own: Planned
  sql: postgres.Sql
  /** One of the task `write`, told its number. */
  promise(number: number, options?: PromiseOptions): Promise<JobId>
  worker(
    run: Run,
    more?: { judge?: Judge; names?: string[]; clock?: () => Date },
  ): Promise<Worker & { jobs: Jobs }>
  /** Until no job waits for its turn or runs. `hurry`: those that were put off are due now. */
  settle(options?: { hurry?: boolean }): Promise<void>
}
export type Run = (number: number, job: JobInHand) => Promise<void>

const log = createLog({ level: process.env.PONTE_TEST_LOG ?? 'silent' })

export async function createJobsWorld(): Promise<JobsWorld> {
  const templateUrl = inject('templateUrl')
  const name = `world_${randomBytes(6).toString('hex')}`
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template ponte_template`)
  const world = await openJobsWorld(withDatabase(templateUrl, name))
  return {
    ...world,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** Over a database that somebody else ends. */
export async function openJobsWorld(url: string): Promise<JobsWorld> {
  const { db, planned: own, close } = connectDatabase(url)
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  const open: { worker: Worker; own: Database; signals: Signals }[] = []
  return {
    url,
    db,
    own,
    sql,
    promise: (number, options = {}) => promiseJob(db, 'write', { number }, options),
    async worker(run, more = {}) {
      const signals = await openSignals(url, log)
      const own = connectDatabase(url, 3)
      const shape = z.strictObject({ number: z.number() })
      // Its shape was read just before.
      const task: AnyTask = {
        read: readerOf(shape),
        run: (payload, job) => run((payload as { number: number }).number, job),
      }
      const tasks = Object.fromEntries((more.names ?? ['write']).map((known) => [known, task]))
      const worker = startWorker({
        ...{ db, own: own.planned, signals, tasks, log, clock: more.clock ?? (() => new Date()) },
        judge: more.judge ?? judge,
        observer: { ended: () => undefined },
      })
      open.push({ worker, own, signals })
      return { ...worker, jobs: createJobs(db, signals, worker.wake) }
    },
    settle: ({ hurry = false } = {}) => settle(sql, hurry),
    async [Symbol.asyncDispose]() {
      await Promise.all(open.map(({ worker }) => worker.stop()))
      const running =
        await sql`select id, name from jobs where state = 'running' and lease_until > clock_timestamp()`
      for (const { own, signals } of open) await Promise.all([own.close(), signals.close()])
      await Promise.all([close(), sql.end()])
      expect(running, 'jobs left running').toEqual([])
    },
  }
}
