/** Of the events of a deal that no reading has answered yet; all in milliseconds before now. */
export type Told = {
  events: number
  oldestAgoMs: number
  newestAgoMs: number
  /** When a reading of the deal last began. */
  sinceReadMs: number
}

/** What comes so long after a reading stands alone; what comes sooner is a burst, together with what follows it as closely. */
export const LONE_MS = 1_500
/** A burst is over when it was quiet for so long, with each event a little longer: whoever changes much will change more. */
const QUIET_MS = 1_000
const QUIET_EACH_MS = 500
const LONGEST_QUIET_MS = 10_000
/** So old may the row of a deal become that changes all the time: as old as if nobody told of it, and it were swept. */
export const LONGEST_REST_MS = 60_000

/**
 * How long the next reading of a deal still waits. A lone event waits for nothing; a burst costs a reading at its beginning, one at
 * its end, and one for each minute that it goes on. As long as its events follow each other within LONE_MS their number grows as
 * fast as the time in which they come, so how slow we or the CRM are makes no difference.
 */
export function restInBurst({ events, oldestAgoMs, newestAgoMs, sinceReadMs }: Told): number {
  if (events === 0 || sinceReadMs - oldestAgoMs >= LONE_MS) return 0
  const longestMs = Math.min(LONGEST_REST_MS, (events + 1) * LONE_MS)
  const quietMs = Math.min(LONGEST_QUIET_MS, QUIET_MS + events * QUIET_EACH_MS)
  // What waited on the disk came long ago, and is stored bit by bit.
  const quietSinceMs = Math.min(newestAgoMs, sinceReadMs)
  return Math.max(0, Math.min(longestMs - sinceReadMs, quietMs - quietSinceMs))
}
