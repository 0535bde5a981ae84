import type { JobId } from '#src/ids.ts'
import { GiveUp, Postpone } from './ends.ts'

/**
 * - `refused`: nothing was done; the same may be tried again, for days
 * - `rejected`: it will never be done
 * - `unknown`: it may have been done
 * - `failed`: a mistake of ours
 */
export type Verdict = { outcome: 'refused' | 'rejected' | 'unknown' | 'failed'; retryAt?: Date | undefined }
/** Handed in by whoever knows the failures of all adapters. */
export type Judge = (error: unknown) => Verdict

/** How a job ends for now. */
export type Ending =
  | { state: 'done' }
  | { state: 'dead'; outcome: Outcome }
  | {
      state: 'waiting'
      outcome: Outcome
      delayMs: number
      /** How many of its attempts went wrong, this one included. */
      failures: number
      /** The next attempt has to look first. */
      mayExist: boolean
      isAttempt: boolean
    }
export type Outcome = Verdict['outcome'] | 'lost' | 'postponed' | 'gave-up' | 'given-back'

type Tried = { attempts: number; failures: number; id: JobId }

/** Ten attempts within about an hour. */
export const MOST_FAILURES = 10
const FAILED_MS = { first: 1_000, factor: 3, most: 20 * 60_000 }
const REFUSED_MS = { first: 500, factor: 2, most: 30_000 }
const UNKNOWN_MS = { first: 1_000, factor: 2, most: 5 * 60_000 }
/** Whoever was told the same moment does not come back at the same moment. */
const JITTER = 0.25
const LEAST_MS = 100

/** What becomes of a job whose attempt threw. */
export function endingOf(error: unknown, tried: Tried, judge: Judge, now: Date): Ending {
  const { attempts, failures } = tried
  if (error instanceof GiveUp) return { state: 'dead', outcome: 'gave-up' }
  const again = { state: 'waiting', failures, mayExist: false, isAttempt: true } as const
  if (error instanceof Postpone) {
    const delayMs = typeof error.until === 'number' ? error.until : error.until.getTime() - now.getTime()
    return { ...again, outcome: 'postponed', delayMs: Math.max(0, delayMs), isAttempt: false }
  }
  const { outcome, retryAt } = judge(error)
  const knownMs = retryAt && retryAt.getTime() - now.getTime()
  switch (outcome) {
    case 'rejected':
      return { state: 'dead', outcome }
    case 'refused':
      return { ...again, outcome, delayMs: spread(knownMs ?? growing(REFUSED_MS, attempts)) }
    case 'unknown':
      return { ...again, outcome, mayExist: true, delayMs: spread(knownMs ?? growing(UNKNOWN_MS, attempts)) }
    case 'failed': {
      const all = failures + 1
      if (all >= MOST_FAILURES) return { state: 'dead', outcome }
      // Nobody knows how far it came before it failed.
      return { ...again, outcome, failures: all, mayExist: true, delayMs: spread(growing(FAILED_MS, all)) }
    }
  }
}

const growing = ({ first, factor, most }: typeof FAILED_MS, times: number) =>
  Math.min(most, first * factor ** Math.max(0, times - 1))

/** Later, never earlier: before a moment that the CRM named it would only say no again. */
const spread = (delayMs: number) => Math.max(LEAST_MS, delayMs) * (1 + JITTER * Math.random())
