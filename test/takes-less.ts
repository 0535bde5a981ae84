import { expect } from 'vitest'

/** Fails unless it can be done in less time; on a busy machine that may be seen at the tenth time only. */
export async function takesLess(ms: number, attempt: () => Promise<unknown>): Promise<void> {
  const timed = async () => {
    const startedAt = performance.now()
    await attempt()
    return performance.now() - startedAt
  }
  await expect.poll(timed, { timeout: 100_000, interval: 0 }).toBeLessThan(ms)
}
