/** So many at once, so many a second in the long run. False: that was too much. */
export function createAllowance({ atOnce, aSecond }: { atOnce: number; aSecond: number }): () => boolean {
  let left = atOnce
  let lookedAtMs = performance.now()
  return () => {
    const nowMs = performance.now()
    left = Math.min(atOnce, left + ((nowMs - lookedAtMs) / 1_000) * aSecond)
    lookedAtMs = nowMs
    if (left < 1) return false
    left -= 1
    return true
  }
}
