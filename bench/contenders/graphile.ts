import { Logger, makeWorkerUtils, run, runMigrations } from 'graphile-worker'
import type { Contender, Load } from './contender.ts'

const logger = new Logger(() => () => undefined)
const CONCURRENT_JOBS = 24

/**
 * As its page about performance says. A fetch brings one job of each key at the most, and the next ones are fetched when it
 * looks again: so how often it looks is how fast it is, and how much an idle one asks of the database.
 */
export const graphile = ({ pollInterval }: { pollInterval: number }): Contender => ({
  prepare: (url) => runMigrations({ connectionString: url, logger }),
  async promiseMany(url, loads) {
    const utils = await makeWorkerUtils({ connectionString: url, logger })
    await utils.addJobs(
      loads.map((payload) => ({
        identifier: 'load',
        payload,
        ...(payload.key !== null && { queueName: payload.key }),
      })),
    )
    await utils.release()
  },
  async connect(url) {
    const utils = await makeWorkerUtils({ connectionString: url, logger })
    return {
      promise: (load) => utils.addJob('load', load, load.key === null ? {} : { queueName: load.key }),
      close: async () => utils.release(),
    }
  },
  async work(url, _keys, done) {
    const runner = await run({
      connectionString: url,
      logger,
      noHandleSignals: true,
      taskList: { load: async (payload) => done(payload as Load) },
      preset: {
        worker: {
          ...{ concurrentJobs: CONCURRENT_JOBS, maxPoolSize: CONCURRENT_JOBS + 1, pollInterval },
          ...{ completeJobBatchDelay: 0, failJobBatchDelay: 0 },
          localQueue: { size: 500 },
        },
      },
    })
    return { stop: () => runner.stop() }
  },
  async left(sql) {
    const [row] = await sql`select count(*)::int as jobs from graphile_worker._private_jobs`
    return row?.jobs
  },
})
