/** Of which it is known that they were told: more than are ever told anew, which are those since the line was good. */
const MOST_REMEMBERED = 4_000

/**
 * Up to where everything was told to us, which is what is said on coming back. One number of an event may be two events, and the
 * line may be cut between them, so the newest counts when the next has come. And while we come back to our rooms, one may be told
 * what is new before the other was told what it missed: until the last of them has answered nothing counts.
 */
export function createSeqs() {
  let settled: number | null = null
  let newest = 0
  let isComingBack = false
  const told = new Set<string>()
  return {
    /** Null: nothing was told yet. */
    since: () => settled,
    cutOff() {
      isComingBack = settled !== null
    },
    /** Returns false for what was told before, and is told anew since the line was cut in the middle of it. */
    heard({ seq, event }: { seq: number; event: string }): boolean {
      const name = `${seq} ${event}`
      if (told.has(name)) return false
      told.add(name)
      if (told.size > MOST_REMEMBERED) forgetOldest(told)
      if (seq <= newest) return true
      if (settled !== null && !isComingBack) settled = Math.max(settled, newest)
      newest = seq
      return true
    },
    /** The last of those that we wait for has answered, and so everything before was told in all of them. */
    allAnswered(seq: number) {
      isComingBack = false
      settled = Math.max(settled ?? 0, seq)
      newest = Math.max(newest, seq)
    },
    forget() {
      settled = null
      newest = 0
      isComingBack = false
      told.clear()
    },
  }
}

function forgetOldest(told: Set<string>): void {
  for (const name of told) {
    told.delete(name)
    if (told.size <= MOST_REMEMBERED / 2) return
  }
}
