import { setTimeout as delay, setImmediate } from 'node:timers/promises'
import { isDatabaseAway } from '#src/db/connect.ts'
import type { Planned } from '#src/db/planned.ts'
import type { Log } from '#src/log.ts'
import type { Able } from './claim.ts'
import { type End, type Ended, endJobs } from './end-jobs.ts'

const MOST_AT_ONCE = 500
/** While one is written to disk, the next is prepared. */
const MOST_COMMITS = 2
const BUSY_PAUSE_MS = 5
const AWAY_PAUSE_MS = 250

type Told = (ends: readonly End[], ended: Pick<Ended, 'ids' | 'next'>, askedAtMs: number) => void

/**
 * Ends of jobs are committed at once when hardly a commit is under way; what ends meanwhile goes together with the next. While
 * Postgres is away they are kept: whether they still count, the fence of each says when it is back.
 */
export function gatherEnds(own: Planned, able: Able, { told, log }: { told: Told; log: Log }) {
  const waiting: End[] = []
  let flushing = 0

  async function flush(): Promise<void> {
    flushing += 1
    // What ends in the same breath goes together.
    await setImmediate()
    while (waiting.length > 0) {
      const again = await commit(waiting.splice(0, MOST_AT_ONCE))
      waiting.push(...again)
    }
    flushing -= 1
  }

  /** Returns those that have to be committed once more. */
  async function commit(batch: readonly End[]): Promise<readonly End[]> {
    const askedAtMs = performance.now()
    try {
      const { busy, ...ended } = await endJobs(own, batch, able)
      const settled = batch.filter((end) => !busy.includes(end))
      told(settled, ended, askedAtMs)
      if (settled.length === 0) await delay(BUSY_PAUSE_MS)
      return busy
    } catch (error) {
      if (isDatabaseAway(error)) {
        await delay(AWAY_PAUSE_MS)
        return batch
      }
      return setApart(batch, error)
    }
  }

  /** One that cannot be written must not take others with it. */
  async function setApart(batch: readonly End[], error: unknown): Promise<readonly End[]> {
    if (batch.length > 1) {
      const again = []
      for (const end of batch) again.push(...(await commit([end])))
      return again
    }
    log.error({ err: error, job: batch[0]?.id }, 'the end of a job could not be written')
    told(batch, { ids: new Set(), next: [] }, performance.now())
    return []
  }

  return {
    add(end: End): void {
      waiting.push(end)
      if (flushing < MOST_COMMITS) void flush()
    },
  }
}
