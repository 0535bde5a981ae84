import type { Clock } from '#src/ports.ts'
import type { Answer } from './wire.ts'

/** The seconds of work that a portal grants each method, and which methods it serves no more for now. */
export type Budgets = {
  /** Null: it is served. */
  blockedUntil(method: string): Date | null
  /** So much of its seconds is gone that the rest is for people. Until when; null: it is not. */
  reservedUntil(method: string): Date | null
  learn(method: string, answer: Answer): void
  /** The portal said that it serves this method no more. */
  block(method: string): void
  /** Of those methods whose seconds are counted just now. */
  usedSeconds(): Map<string, number>
}

/** The lowest limit that portals are known to have; who is served beyond it has a higher one. */
const LOWEST_LIMIT_S = 420
const RESERVE = 0.3
/** The portal does not say for how long a method is blocked; it says so with each answer before. */
const UNKNOWN_BLOCK_MS = 60_000
/** So long a portal remembers; what it says to be later is its clock, or ours, going wrong. */
const LONGEST_BLOCK_MS = 600_000

/**
 * A batch has a budget of its own on some portals, and charges that of its commands on others: both are kept, each under
 * its name, `batch` being one of them.
 */
export function createBudgets(clock: Clock): Budgets {
  const blocked = new Map<string, number>()
  const known = new Map<string, { seconds: number; resetAt: number }>()
  let limitS = LOWEST_LIMIT_S

  const knownNow = (method: string) => {
    const budget = known.get(method)
    return budget && budget.resetAt > clock().getTime() ? budget : null
  }
  return {
    blockedUntil(method) {
      const until = blocked.get(method) ?? 0
      return until > clock().getTime() ? new Date(until) : null
    },
    reservedUntil(method) {
      const budget = knownNow(method)
      return budget && budget.seconds >= limitS * (1 - RESERVE) ? new Date(budget.resetAt) : null
    },
    learn(method, { operatingS, operatingResetAt }) {
      if (operatingS === undefined || operatingResetAt === undefined) return
      const resetAt = Math.min(operatingResetAt.getTime(), clock().getTime() + LONGEST_BLOCK_MS)
      known.set(method, { seconds: operatingS, resetAt })
      limitS = Math.max(limitS, operatingS)
    },
    block: (method) => blocked.set(method, knownNow(method)?.resetAt ?? clock().getTime() + UNKNOWN_BLOCK_MS),
    usedSeconds: () =>
      new Map(
        [...known.keys()].flatMap((method) => {
          const budget = knownNow(method)
          return budget ? [[method, budget.seconds] as const] : []
        }),
      ),
  }
}
