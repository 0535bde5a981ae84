/**
 * Up to where everything was told to us, which is what is said on coming back. One number of an event may be two events, and the
 * line may be cut between them, so the newest counts when the next has come. And while we come back to our rooms, one may be told
 * what is new before the other was told what it missed: until the last of them has answered nothing counts.
 */
export function createSeqs() {
  let settled: number | null = null
  let newest = 0
  let isComingBack = false
  return {
    /** Null: nothing was told yet. */
    since: () => settled,
    cutOff() {
      isComingBack = settled !== null
    },
    heard(seq: number) {
      if (seq <= newest) return
      if (settled !== null && !isComingBack) settled = Math.max(settled, newest)
      newest = seq
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
    },
  }
}
