import type { Planned } from '#src/db/planned.ts'
import type { Log } from '#src/log.ts'
import { LEASE_MS } from './claim.ts'
import type { Hands } from './hands.ts'
import { renewLeases } from './renew-leases.ts'

const BEAT_EVERY_MS = 2_000

/** Tells the database that we live, and our jobs when they are no longer ours. Returns how to stop. */
export function keepLeases(own: Planned, worker: string, hands: Hands, log: Log): () => void {
  let isBeating = false
  const beat = async () => {
    const held = hands.all().filter(({ phase }) => phase !== 'finishing')
    const askedAtMs = performance.now()
    const asked = held.map(({ claimed: { id, fence } }) => ({ id, fence }))
    const renewed = new Map((await renewLeases(own, worker, asked)).map(({ id, fence }) => [id, fence]))
    for (const hand of held) {
      const { id, fence } = hand.claimed
      if (renewed.get(id) === fence) hand.leaseUntilMs = askedAtMs + LEASE_MS
      // Those that ended meanwhile, or are just ending, are not missed.
      else if (hand.phase === 'running' && hands.get(id) === hand) hands.lose(hand)
    }
  }
  const timer = setInterval(() => {
    const now = performance.now()
    const isLate = hands.all().filter((hand) => hand.phase === 'running' && hand.leaseUntilMs < now)
    for (const hand of isLate) hands.lose(hand)
    if (isBeating || hands.all().length === 0) return
    isBeating = true
    beat()
      .catch((error: unknown) => log.warn({ err: error }, 'the leases of jobs could not be renewed'))
      .finally(() => {
        isBeating = false
      })
  }, BEAT_EVERY_MS)
  return () => clearInterval(timer)
}
