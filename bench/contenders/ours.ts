import { z } from 'zod'
import { connectDatabase } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { openSignals } from '#src/db/signals.ts'
import { promiseJob } from '#src/jobs/queue.ts'
import { readerOf } from '#src/jobs/tasks.ts'
import { startWorker } from '#src/jobs/worker.ts'
import { createLog } from '#src/log.ts'
import type { Contender, Load } from './contender.ts'

const log = createLog({ level: 'warn' })
const Payload = z.strictObject({ key: z.string().nullable(), number: z.number() })

/** As the gateway runs it; there is nothing to set. */
export const ours: Contender = {
  prepare: migrate,
  async promiseMany(url, loads) {
    const { db, close } = connectDatabase(url)
    await db.transaction(async (tx) => {
      for (const load of loads) await promiseJob(tx, 'load', load, { key: load.key ?? undefined })
    })
    await close()
  },
  async connect(url) {
    const { db, close } = connectDatabase(url)
    return { promise: (load) => promiseJob(db, 'load', load, { key: load.key ?? undefined }), close }
  },
  async work(url, _keys, done) {
    const database = connectDatabase(url)
    const own = connectDatabase(url, 3)
    const signals = await openSignals(url, log)
    const worker = startWorker({
      ...{ db: database.db, own: own.planned, signals, log, clock: () => new Date() },
      judge: () => ({ outcome: 'failed' }),
      observer: { ended: () => undefined },
      // Read by its shape, as in the product.
      tasks: { load: { read: readerOf(Payload), run: async (payload) => done(payload as Load) } },
    })
    return {
      async stop() {
        await worker.stop()
        await Promise.all([signals.close(), own.close(), database.close()])
      },
    }
  },
  async left(sql) {
    const [row] = await sql`select count(*)::int as jobs from jobs`
    return row?.jobs
  },
}
