import { PgBoss } from 'pg-boss'
import type { Contender, Load } from './contender.ts'

const KEYED = 'keyed'
const KEYLESS = 'keyless'
const queueOf = (isKeyed: boolean) => (isKeyed ? KEYED : KEYLESS)
/** Shortest that it allows: a worker that is not heard of for so long is dead. */
const HEARTBEAT_S = 10

async function open(url: string, more: object = {}) {
  const boss = new PgBoss({
    connectionString: url,
    supervise: false,
    schedule: false,
    migrate: false,
    ...more,
  })
  boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`))
  await boss.start()
  return boss
}

/** Its strict order by key; notifications; big batches, fetched without a pause while they come back full. */
export const boss: Contender = {
  async prepare(url) {
    const made = await open(url, { migrate: true })
    const common = { notify: true, heartbeatSeconds: HEARTBEAT_S, retryLimit: 5, retryDelay: 0 }
    await made.createQueue(KEYED, { ...common, policy: 'key_strict_fifo' })
    await made.createQueue(KEYLESS, common)
    await made.stop({ graceful: false })
  },
  async promiseMany(url, loads) {
    const made = await open(url)
    const name = queueOf(loads[0]?.key != null)
    await made.insert(
      name,
      loads.map((data) => ({ data, ...(data.key !== null && { singletonKey: data.key }) })),
    )
    await made.stop({ graceful: false })
  },
  async connect(url, isKeyed) {
    const made = await open(url)
    return {
      promise: (load) =>
        made.send(queueOf(isKeyed), load, load.key === null ? {} : { singletonKey: load.key }),
      close: () => made.stop({ graceful: false }),
    }
  },
  async work(url, isKeyed, done) {
    const made = await open(url, {
      ...{ useListenNotify: true, supervise: true, superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 },
    })
    const options = {
      ...{ batchSize: 1_000, localConcurrency: isKeyed ? 1 : 2, burstWhenBatchFull: true },
      ...{ pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 },
    }
    await made.work<Load>(queueOf(isKeyed), options, async (jobs) => {
      await Promise.all(jobs.map(({ data }) => done(data)))
    })
    return { stop: () => made.stop({ graceful: false }) }
  },
  async left(sql) {
    const [row] = await sql`select count(*)::int as jobs from pgboss.job where state < 'completed'`
    return row?.jobs
  },
}
