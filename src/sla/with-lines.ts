import type { Happened } from './clocked.ts'
import type { HistoryLine } from './history.ts'

/** As they will be numbered once they are written: behind all that is. In the order in which things happened. */
export function withLines(history: readonly HistoryLine[], added: readonly Happened[]): HistoryLine[] {
  const last = history.reduce((most, { id }) => Math.max(most, id), 0)
  return [...history, ...added.map((one, index) => ({ ...one, id: last + index + 1 }))].sort(
    (one, other) => one.at.getTime() - other.at.getTime() || one.id - other.id,
  )
}
