import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { type Db, isDatabaseAway } from '#src/db/connect.ts'
import type { Signals } from '#src/db/signals.ts'
import type { JobId } from '#src/ids.ts'

export type Jobs = {
  /** How a job that was promised and committed came out, as soon as it is known; `waiting` if it will not be known in time. */
  wait(id: JobId, longestMs: number): Promise<Waited>
  /** Something was promised and committed: the worker of this gateway looks at once. Others hear of it by themselves. */
  wake(): void
}
export type Waited =
  | { state: 'done'; result: Record<string, unknown> | null }
  | { state: 'dead'; error: string }
  | { state: 'waiting' }

/** Postgres tells of the ends of what people wait for; of others, and if that was not heard, we ask. */
const ASK_EVERY_MS = 1_000

export function createJobs(db: Db, signals: Signals, wake: () => void): Jobs {
  const waiting = new Map<JobId, Set<() => void>>()
  signals.listen('job-ended', (payload) => {
    for (const tell of waiting.get(Number(payload) as JobId) ?? []) tell()
  })
  return {
    wake,
    async wait(id, longestMs) {
      const until = performance.now() + longestMs
      for (;;) {
        const told = Promise.withResolvers<void>()
        const others = waiting.get(id) ?? new Set()
        waiting.set(id, others.add(told.resolve))
        try {
          const leftMs = Math.max(0, until - performance.now())
          const found = await look(db, id, leftMs)
          if (found.state !== 'waiting' || found.isLater || leftMs === 0) return shown(found)
          const timer = new AbortController()
          const pause = delay(Math.min(leftMs, ASK_EVERY_MS), undefined, timer).catch(() => undefined)
          await Promise.race([told.promise, pause])
          timer.abort()
        } finally {
          others.delete(told.resolve)
          if (others.size === 0) waiting.delete(id)
        }
      }
    },
  }
}

type Found = Exclude<Waited, { state: 'waiting' }> | { state: 'waiting'; isLater: boolean }

const shown = (found: Found): Waited => (found.state === 'waiting' ? { state: 'waiting' } : found)

/** `isLater`: it was put off, or what has to be done before it was, beyond the time that is left. */
async function look(db: Db, id: JobId, leftMs: number): Promise<Found> {
  try {
    const [row] = await db.execute<{
      result: Record<string, unknown> | null
      is_done: boolean
      state: string | null
      error: string | null
      is_later: boolean | null
    }>(sql`
      select done.result, done.id is not null as is_done, jobs.state, jobs.last_error as error,
        coalesce(head.state = 'waiting'
          and head.run_at > clock_timestamp() + ${leftMs}::float8 * interval '1 millisecond', false) as is_later
      from (select ${id}::bigint as id) as wanted
      left join job_history as done on done.id = wanted.id
      left join jobs on jobs.id = wanted.id
      left join lateral (
        select state, run_at from jobs as head
        where head.is_head and (head.id = jobs.id or head.key = jobs.key) limit 1) as head on true`)
    if (row?.is_done) return { state: 'done', result: row.result }
    if (!row?.state) return { state: 'dead', error: 'dropped' }
    if (row.state === 'dead') return { state: 'dead', error: row.error ?? '' }
    return { state: 'waiting', isLater: row.is_later ?? false }
  } catch (error) {
    // What was committed is done all the same, and the time is not over.
    if (!isDatabaseAway(error)) throw error
    return { state: 'waiting', isLater: false }
  }
}
