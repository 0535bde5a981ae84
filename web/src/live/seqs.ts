/**
 * Up to where everything was told to us: one number of an event may be two events, and the line may be cut between them, so the
 * newest one counts when the next has come, or when a room that we entered says so.
 */
export function createSeqs() {
  let settled: number | null = null
  let newest = 0
  return {
    since: () => (settled === null ? {} : { since_seq: settled }),
    heard(seq: number) {
      if (seq <= newest) return
      if (settled !== null && newest > settled) settled = newest
      newest = seq
    },
    entered(seq: number) {
      settled = Math.max(settled ?? 0, seq)
      newest = Math.max(newest, seq)
    },
    forget() {
      settled = null
      newest = 0
    },
  }
}
