import type { Clock } from '#src/ports.ts'

export type BreakerState = 'closed' | 'open' | 'probing'
export type Breaker = {
  state(): BreakerState
  /** Opened by word of the portal, and not by failures. */
  isStopped(): boolean
  /** Whether nothing may go now: while it is open one probe may, each time the wait is over, also beside one that hangs. */
  isShut(): boolean
  /** Something goes: while it is open that is the probe. */
  began(): void
  /** When the next probe may go, or the last one has told. */
  retryAt(): Date
  succeeded(): void
  failed(): void
  /** The portal's own people have blocked us, and only they can lift that: probes go seldom. */
  stop(): void
}

const MOST_FAILURES = 5
const FIRST_WAIT_MS = 1_000
/** Whoever files a ticket as the CRM comes back has its deal within seconds. */
const LONGEST_WAIT_MS = 2_000
/** By then a probe tells, if it is not one that hangs. */
const PROBE_MS = 1_000
const STOP_MS = 15 * 60_000

/** A CRM that is away is not called again and again: after some failures in a row only a probe goes, now and then. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0
  let openUntilMs = 0
  let isProbing = false
  let probedAtMs = 0
  let isStopped = false

  const isOpen = () => isStopped || failures >= MOST_FAILURES
  return {
    state: () => (!isOpen() ? 'closed' : isProbing ? 'probing' : 'open'),
    isStopped: () => isStopped,
    isShut: () => isOpen() && clock().getTime() < openUntilMs,
    began() {
      isProbing = isOpen()
      if (!isProbing) return
      probedAtMs = clock().getTime()
      openUntilMs = probedAtMs + (isStopped ? STOP_MS : LONGEST_WAIT_MS)
    },
    retryAt() {
      const toldAtMs = probedAtMs + PROBE_MS
      return new Date(isProbing && clock().getTime() < toldAtMs ? toldAtMs : openUntilMs)
    },
    succeeded() {
      // It left before we were blocked, and says nothing of that.
      if (isStopped && !isProbing) return
      failures = 0
      isProbing = false
      isStopped = false
    },
    failed() {
      failures += 1
      isProbing = false
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - MOST_FAILURES), LONGEST_WAIT_MS)
      if (isOpen()) openUntilMs = clock().getTime() + (isStopped ? STOP_MS : waitMs)
    },
    stop() {
      isStopped = true
      isProbing = false
      openUntilMs = clock().getTime() + STOP_MS
    },
  }
}
