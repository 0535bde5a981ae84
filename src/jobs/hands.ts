import type { JobId } from '#src/ids.ts'
import { type Claimed, LEASE_MS } from './claim.ts'
import { LeaseLost } from './ends.ts'

/** A job that this worker has in hand. */
export type Hand = {
  claimed: Claimed
  /** How many of its key were done in this place before it. */
  inARow: number
  stop: AbortController
  /**
   * - finishing: its own transaction holds the row, and sees by itself whether it is still ours
   * - ending: how it ended is known, and about to be written
   */
  phase: 'running' | 'finishing' | 'ending' | 'over'
  /** By our own clock, from before we asked: later than that it may be somebody else's. */
  leaseUntilMs: number
  startedAtMs: number
}

export type Hands = ReturnType<typeof createHands>

export function createHands() {
  const hands = new Map<JobId, Hand>()
  let empty = Promise.withResolvers<void>()
  const lose = (hand: Hand) => hand.stop.abort(new LeaseLost())
  return {
    /** `askedAtMs`: when the claim was sent. */
    take(claimed: Claimed, inARow: number, askedAtMs: number): Hand {
      // It was ours before, we lost it without knowing, and now it is ours again.
      const former = hands.get(claimed.id)
      if (former) lose(former)
      const hand: Hand = {
        claimed,
        inARow,
        stop: new AbortController(),
        phase: 'running',
        leaseUntilMs: askedAtMs + LEASE_MS,
        startedAtMs: performance.now(),
      }
      hands.set(claimed.id, hand)
      return hand
    },
    leave(hand: Hand): void {
      hand.phase = 'over'
      if (hands.get(hand.claimed.id) === hand) hands.delete(hand.claimed.id)
      if (hands.size > 0) return
      empty.resolve()
      empty = Promise.withResolvers()
    },
    get: (id: JobId) => hands.get(id),
    all: () => [...hands.values()],
    lanes: () => [...hands.values()].map(({ claimed }) => claimed.lane),
    lose,
    /** Resolves once nothing is in hand. */
    whenEmpty: () => (hands.size === 0 ? Promise.resolve() : empty.promise),
  }
}
