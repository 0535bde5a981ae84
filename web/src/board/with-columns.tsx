import { type ReactNode, useState } from 'react'
import type { Board, BoardColumn } from './board-queries.ts'
import type { BoardFilters } from './board-search.ts'
import type { ShownCard } from './shown-cards.ts'
import { useColumn } from './use-column.ts'

export type ReadColumn = {
  column: BoardColumn
  cards: readonly ShownCard[]
  count: number
  /** So many are not there yet; null: all are, or are on their way. */
  more: { count: number; read: () => void } | null
}
type Props = { board: Board; filters: BoardFilters; children: (columns: ReadColumn[]) => ReactNode }

/** The cards of all columns in one place; each is read by a component of its own, one within the other. */
export const WithColumns = ({ board, filters, children }: Props) => (
  <Next board={board} filters={filters} read={NONE}>
    {children}
  </Next>
)

const NONE: ReadColumn[] = []
/** In lanes there is no end of a list that would ask for more: so many are read by themselves. */
const MOST_READ = 400

function Next({ board, filters, children, read }: Props & { read: ReadColumn[] }) {
  const column = board.columns[read.length]
  if (!column) return children(read)
  return (
    <One key={column.stage_id} column={column} board={board} filters={filters} read={read}>
      {children}
    </One>
  )
}

function One({ column, read, ...props }: Props & { column: BoardColumn; read: ReadColumn[] }) {
  const [readTo, setReadTo] = useState(MOST_READ)
  const { closed_within_days } = props.board
  const { tickets, cards, count, left } = useColumn(column, props.filters, closed_within_days, readTo)
  const hasStopped = left > 0 && tickets.length >= readTo
  const more = hasStopped ? { count: left, read: () => setReadTo(tickets.length + MOST_READ) } : null
  return <Next {...props} read={[...read, { column, cards, count, more }]} />
}
