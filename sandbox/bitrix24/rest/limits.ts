import * as z from 'zod'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import type { Operating } from './envelope.ts'

const Positive = z.number().positive().max(1_000_000)

export const Limits = z.strictObject({
  enabled: z.boolean(),
  /** The leaky bucket: so many requests leak out of it a second... */
  rate: Positive.default(2),
  /** ...and more than so many do not fit. */
  burst: Positive.default(50),
  operating: z
    .strictObject({
      limitSeconds: Positive.default(480),
      windowSeconds: Positive.default(600),
      /** What a call costs; "*" for those not named, and without a word the time that it took. */
      costSeconds: z.record(z.string().max(100), z.number().min(0).max(1_000_000)).default({}),
      /** The documents charge the methods inside of a batch, measurements the batch itself. */
      chargeBatch: z.enum(['methods', 'batch']).default('methods'),
    })
    .optional(),
  /** A request that takes longer is cut. */
  requestSeconds: Positive.default(60),
})
export type Limits = z.output<typeof Limits>

export const ORDINARY_LIMITS: Limits = {
  enabled: true,
  rate: 2,
  burst: 50,
  operating: { limitSeconds: 480, windowSeconds: 600, costSeconds: {}, chargeBatch: 'methods' },
  requestSeconds: 60,
}

const BASKETS = 10

export type Limiter = {
  limits(): Limits
  change(limits: Limits): void
  /** Takes a place in the caller's bucket, or throws. A refused request takes none. */
  enter(address: string): void
  /** Throws if the method has used up its time. Asked before the call, so the one that goes over still runs. */
  check(credential: string, method: string): void
  charge(credential: string, method: string, tookSeconds: number, chargeTo?: string): Operating
}

export function createLimiter(portal: Portal): Limiter {
  let limits = portal.setting<Limits>('limits', ORDINARY_LIMITS)
  const buckets = new Map<string, { level: number; at: number }>()
  const budgets = new Map<string, { basket: number; since: number; seconds: number }[]>()

  function used(credential: string, method: string): Operating {
    const windowSeconds = limits.operating?.windowSeconds ?? 600
    const now = portal.now()
    const key = `${credential} ${method}`
    const live = (budgets.get(key) ?? []).filter(({ since }) => since + windowSeconds > now)
    budgets.set(key, live)
    const seconds = live.reduce((sum, one) => sum + one.seconds, 0)
    return { seconds, resetAt: (live[0]?.since ?? now) + windowSeconds }
  }

  return {
    limits: () => limits,
    change(next) {
      limits = next
      portal.keepSetting('limits', next)
      buckets.clear()
      budgets.clear()
    },
    enter(address) {
      if (!limits.enabled) return
      const now = performance.now() / 1_000
      const bucket = buckets.get(address) ?? { level: 0, at: now }
      const level = Math.max(0, bucket.level - (now - bucket.at) * limits.rate)
      if (level + 1 > limits.burst) {
        buckets.set(address, { level, at: now })
        throw new PortalFailure(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests')
      }
      buckets.set(address, { level: level + 1, at: now })
    },
    check(credential, method) {
      const { operating } = limits
      if (!limits.enabled || !operating) return
      if (used(credential, method).seconds >= operating.limitSeconds)
        throw new PortalFailure(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.')
    },
    charge(credential, method, tookSeconds, chargeTo = method) {
      const { operating } = limits
      const cost = operating?.costSeconds[method] ?? operating?.costSeconds['*'] ?? tookSeconds
      const basketSeconds = (operating?.windowSeconds ?? 600) / BASKETS
      const now = portal.now()
      const basket = Math.floor(now / basketSeconds)
      const { seconds } = used(credential, chargeTo)
      const baskets = budgets.get(`${credential} ${chargeTo}`) ?? []
      const last = baskets.at(-1)
      if (last?.basket === basket) last.seconds += cost
      else baskets.push({ basket, since: now, seconds: cost })
      const { resetAt } = used(credential, chargeTo)
      return { seconds: seconds + cost, resetAt }
    },
  }
}
