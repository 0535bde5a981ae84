type Seen = { atMs: number; done: number; deals: number }
/** By the second. */
export type Pace = { done: number; deals: number }

/** How fast it goes is what it did in this time, or since the last look if that is longer ago. */
const WINDOW_MS = 10_000

/** Told how far something has come, says how fast it goes just now. */
export function createPace(nowMs: () => number = () => performance.now()) {
  let recent: Seen[] = []
  return {
    /** Null: not known yet. */
    add({ done, deals }: Omit<Seen, 'atMs'>): Pace | null {
      const atMs = nowMs()
      const last = { atMs, done, deals }
      const near = recent.filter((one) => atMs - one.atMs < WINDOW_MS)
      recent = [...(near.length > 0 ? near : recent.slice(-1)), last]
      const [first = last] = recent
      const seconds = (atMs - first.atMs) / 1_000
      return seconds === 0
        ? null
        : { done: (done - first.done) / seconds, deals: (deals - first.deals) / seconds }
    },
    /** What comes now is counted in something else. */
    forget(): void {
      recent = []
    },
  }
}
