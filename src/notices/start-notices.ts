import type { Db } from '#src/db/connect.ts'
import type { Signals } from '#src/db/signals.ts'
import { oneAtATime } from '#src/jobs/one-at-a-time.ts'
import type { Log } from '#src/log.ts'
import type { Clock } from '#src/ports.ts'
import { areNoticesDue, makeNotices } from './make-notices.ts'

const LOOK_EVERY_MS = 1_000

type Needed = { db: Db; signals: Signals; clock: Clock; log: Log }

/**
 * Follows what was told, until it is stopped, and makes notices of it. Several gateways may do so at once: one makes them at a time.
 * Whether there are any is looked at without a transaction; those that only move the cursor are left to the poll.
 */
export function startNotices(
  { db, signals, clock, log }: Needed,
  rules: { timeZone: string },
): { stop(): Promise<void> } {
  let isPoll = true
  const turns = oneAtATime(
    async () => {
      const isWanted = isPoll || (await areNoticesDue(db))
      isPoll = false
      return isWanted && (await makeNotices({ db, clock }, rules))
    },
    { name: 'make notices', log },
  )
  const poll = () => {
    isPoll = true
    turns.wake()
  }
  const deafen = signals.listen('told', turns.wake, poll)
  const timer = setInterval(poll, LOOK_EVERY_MS)
  turns.wake()
  return {
    async stop() {
      deafen()
      clearInterval(timer)
      await turns.stop()
    },
  }
}
