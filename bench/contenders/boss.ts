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

/** In a batch each job ends by itself, as ours do; or the batch as one, where the failure of one is the failure of all. */
type Batches = { mostAtOnce: number; perJobResults: boolean }

/** Its strict order by key; notifications; big batches, fetched without a pause while they come back full. */
export const boss = ({ mostAtOnce, perJobResults }: Batches): Contender => ({
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
  async work(url, keys, done) {
    const made = await open(url, {
      ...{ useListenNotify: true, supervise: true, superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 },
    })
    const options = {
      // One of each key at the most comes back, and only a full batch is followed by the next at once.
      batchSize: keys === 0 ? mostAtOnce : Math.min(keys, mostAtOnce),
      ...{ localConcurrency: keys === 0 ? 2 : 1, burstWhenBatchFull: true, perJobResults },
      ...{ pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 },
    }
    await made.work<Load>(queueOf(keys > 0), options, async (jobs) => {
      await Promise.all(jobs.map(({ data }) => done(data)))
      // What it returns is looked at with perJobResults alone.
      return jobs.map(({ id }) => ({ id, status: 'completed' as const }))
    })
    return { stop: () => made.stop({ graceful: false }) }
  },
  async left(sql) {
    const [row] = await sql`select count(*)::int as jobs from pgboss.job where state < 'completed'`
    return row?.jobs
  },
})
