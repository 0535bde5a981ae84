import type { QueryClient } from '@tanstack/react-query'
import { putTicket } from '../live/apply-news.ts'
import { type Cards, findIn, isWantedBy, putCard } from './apply-board-news.ts'
import type { Board } from './board-queries.ts'
import type { BoardFilters } from './board-search.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import { compareCards } from './card-order.ts'
import type { Move } from './moves.ts'

/** As it is shown now on any board that was opened. */
export function findTicket(queryClient: QueryClient, id: number): BoardTicket | null {
  for (const [, cards] of queryClient.getQueriesData<Cards>({ queryKey: ['board'] })) {
    const found = cards?.pages && findIn(cards, id)
    if (found) return found
  }
  return null
}

/** Those of cards that this board shows, or will show: one that is filtered leaves others out. */
export function movesOn(
  queryClient: QueryClient,
  filters: BoardFilters,
  moves: ReadonlyMap<number, Move>,
): ReadonlyMap<number, Move> {
  if (moves.size === 0 || Object.keys(filters).length === 0) return moves
  const shown = queryClient.getQueriesData<Cards>({ queryKey: ['board', filters] })
  return new Map(
    [...moves].filter(
      ([id, { ticket, shown: next }]) =>
        isWantedBy(filters, { ...ticket, ...next }) ??
        shown.some(([, cards]) => cards?.pages && findIn(cards, id)),
    ),
  )
}

/** Puts a ticket where it belongs now, on each board that was opened. False: of one of them only the gateway knows. */
export function placeCard(queryClient: QueryClient, answer: BoardTicket): boolean {
  let isSure = true
  // Not every answer has what lists have.
  const ticket = { ...findTicket(queryClient, answer.id), ...answer }
  putTicket(queryClient, ticket.id, (before) =>
    before.version > ticket.version ? before : { ...before, ...ticket },
  )
  for (const [key, board] of queryClient.getQueriesData<Board>({ queryKey: ['board'] })) {
    const filters = key[1] as BoardFilters
    if (key.length !== 2 || !board) continue
    const columns = columnsIn(queryClient, filters, board)
    const wanted = isWantedBy(filters, ticket)
    const isShown = [...columns.values()].some((cards) => findIn(cards, ticket.id))
    isSure &&= wanted !== null
    const changed = putCard({
      columns,
      ticket,
      isWanted: wanted ?? isShown,
      compareOf: (stageId) =>
        compareCards(board.columns.find(({ stage_id }) => stage_id === stageId) ?? { outcome: 'open' }),
    })
    for (const [stageId, cards] of changed) queryClient.setQueryData(['board', filters, stageId], cards)
    recount(queryClient, key, columns, changed)
  }
  return isSure
}

function columnsIn(queryClient: QueryClient, filters: BoardFilters, board: Board): Map<string, Cards> {
  return new Map(
    board.columns.flatMap(({ stage_id }) => {
      const cards = queryClient.getQueryData<Cards>(['board', filters, stage_id])
      return cards ? [[stage_id, cards] as const] : []
    }),
  )
}

/** Right at once; the heads are asked for again besides. */
function recount(
  queryClient: QueryClient,
  key: readonly unknown[],
  before: ReadonlyMap<string, Cards>,
  after: ReadonlyMap<string, Cards>,
): void {
  if (after.size === 0) return
  const size = (cards: Cards | undefined) =>
    cards?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0
  queryClient.setQueryData<Board>(
    key,
    (board) =>
      board && {
        ...board,
        columns: board.columns.map((column) => {
          const next = after.get(column.stage_id)
          const grown = next ? size(next) - size(before.get(column.stage_id)) : 0
          return grown === 0 ? column : { ...column, count: Math.max(0, column.count + grown) }
        }),
      },
  )
}
