import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { connectDatabase } from '#src/db/connect.ts'
import { openSignals } from '#src/db/signals.ts'
import { readerOf } from '#src/jobs/tasks.ts'
import { startWorker } from '#src/jobs/worker.ts'
import { createLog } from '#src/log.ts'
import { judge } from '#src/work.ts'

/**
 * A worker of its own, to be killed: notes what it begins and what it ends in the table `noted`. In between it waits for so long, or
 * until it is told to go on.
 */

const [url = '', name = '', hold = '0'] = process.argv.slice(2)
const told = Promise.withResolvers<void>()
process.on('message', () => told.resolve())
// Whoever waits for it is gone.
process.on('disconnect', () => process.exit(1))
const log = createLog({ level: 'warn' })
const { db } = connectDatabase(url)
const own = connectDatabase(url, 3)
const signals = await openSignals(url, log)
const read = readerOf(z.strictObject({ number: z.number() }))

const worker = startWorker({
  ...{ db, own: own.planned, signals, log, judge, clock: () => new Date() },
  observer: { ended: () => undefined },
  tasks: {
    write: {
      read,
      async run(payload, { id, mayExist, finish }) {
        const { number } = payload as { number: number }
        await db.execute(sql`insert into noted values (${name}, 'begun', ${id}, ${number}, ${mayExist})`)
        await (hold === 'told' ? told.promise : delay(Number(hold)))
        await finish(async (tx) => {
          await tx.execute(sql`insert into noted values (${name}, 'done', ${id}, ${number}, ${mayExist})`)
        })
      },
    },
  },
})

process.on('SIGTERM', () => {
  void worker.stop().then(() => process.exit(0))
  process.send?.('stopping')
})
process.send?.('ready')
