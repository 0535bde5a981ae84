import type { Tx } from '#src/db/connect.ts'
import type { noticePreferences } from '#src/db/notice-schema.ts'
import type { UserId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import { nextFullHour, nextMorning } from './quiet-hours.ts'

type Kept = Pick<typeof noticePreferences.$inferSelect, 'letters' | 'timeZone'>
type When = { now: Date; timeZone: string; isNow?: boolean }

/** What is gathered for somebody goes with the next letter; one that waits already is that. */
export const promiseDigest = (
  tx: Tx,
  userId: UserId,
  kept: Kept | null,
  { now, timeZone, isNow = false }: When,
) => {
  const delayMs = isNow ? 0 : digestAt(kept, now, timeZone).getTime() - now.getTime()
  const how = { key: `digest:${userId}`, merge: true, lane: 'mail', delayMs } as const
  return promise(tx, 'send-digest', { userId }, how)
}

/** What is too much for letters of its own is gathered, too, and comes with the next full hour. */
const digestAt = (kept: Kept | null, now: Date, timeZone: string): Date =>
  kept?.letters === 'daily' ? nextMorning(now, kept.timeZone ?? timeZone) : nextFullHour(now)
