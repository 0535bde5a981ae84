/** Guesses, all of them: the documents only say that slow handlers are called less often. */
const AT_ONCE = 5
const SLOW_MS = 1_000
const LONGEST_PAUSE_MS = 10_000
const MEMORY = 0.8

/** How often a handler is called: from one second on, one at a time, and with pauses as long as it took. */
export function createPace() {
  let averageMs: number | undefined
  const isSlow = () => (averageMs ?? 0) > SLOW_MS
  return {
    note(tookMs: number): void {
      averageMs = averageMs === undefined ? tookMs : averageMs * MEMORY + tookMs * (1 - MEMORY)
    },
    atOnce: () => (isSlow() ? 1 : AT_ONCE),
    pauseMs: () => (isSlow() ? Math.min(2 * (averageMs ?? 0), LONGEST_PAUSE_MS) : 0),
  }
}
