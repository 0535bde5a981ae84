import type { Outcome } from './backoff.ts'

/** What a worker tells of its jobs, for the metrics. */
export type JobObserver = {
  /** `waitedS`: from when it was due to when it began. */
  ended(job: {
    name: string
    lane: number
    outcome: Outcome | 'done'
    isDead: boolean
    durationS: number
    waitedS: number
  }): void
}
