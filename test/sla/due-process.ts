import { connectDatabase } from '#src/db/connect.ts'
import { openSignals } from '#src/db/signals.ts'
import { withShapes } from '#src/jobs/tasks.ts'
import { startWorker } from '#src/jobs/worker.ts'
import { createLog } from '#src/log.ts'
import { slaDue } from '#src/sla/sla-due.ts'
import { escalate } from '#src/tickets/escalate.ts'
import { judge } from '#src/work.ts'

/**
 * Looks at clocks in a process of its own. With `hold` it stands still at the end of its transaction, when everything is written and
 * nothing committed, and says so: to be killed there.
 */

const [url = '', hold = ''] = process.argv.slice(2)
const log = createLog({ level: 'warn' })
const { db } = connectDatabase(url)
const own = connectDatabase(url, 3)
const signals = await openSignals(url, log)
const clock = () => new Date()

const worker = startWorker({
  ...{ db, own: own.planned, signals, log, judge, clock },
  observer: { ended: () => undefined },
  tasks: withShapes({
    'sla-due': slaDue({ clock }, async (tx, escalation) => {
      await escalate(tx, escalation)
      if (hold === '') return
      process.send?.('written')
      await new Promise(() => undefined)
    }),
  }),
})
process.on('disconnect', () => void worker.stop().finally(() => process.exit()))
process.send?.('started')
