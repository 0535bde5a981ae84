import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { cardsOf } from './apply-board-news.ts'
import { movesOn } from './board-cache.ts'
import { type BoardColumn, cardsQuery } from './board-queries.ts'
import type { BoardFilters } from './board-search.ts'
import { compareCards } from './card-order.ts'
import { useExpectedMoves } from './expected-moves.ts'
import { useMoves } from './moves.ts'
import { growthOf, shownCards } from './shown-cards.ts'

/** The cards of a column, as they are and as they are about to be. `readTo`: so many are read by themselves. */
export function useColumn(column: BoardColumn, filters: BoardFilters, closedWithinDays: number, readTo = 0) {
  const { stage_id, outcome } = column
  const queryClient = useQueryClient()
  const all = useMoves()
  const query = useInfiniteQuery(cardsQuery(filters, column, closedWithinDays))
  const compare = useMemo(() => compareCards({ outcome }), [outcome])
  const tickets = useMemo(() => cardsOf(query.data), [query.data])
  useExpectedMoves(tickets)
  const moves = useMemo(() => movesOn(queryClient, filters, all), [queryClient, filters, all])
  const cards = useMemo(
    () => shownCards(tickets, moves, stage_id, compare),
    [tickets, moves, stage_id, compare],
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query
  const readOn = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const mayReadOn = hasNextPage && !isFetchingNextPage && !isError
  useEffect(() => {
    if (mayReadOn && tickets.length < readTo) readOn()
  }, [mayReadOn, tickets.length, readTo, readOn])
  return {
    ...{ query, tickets, cards, compare },
    count: column.count + growthOf(tickets, moves, stage_id),
    onEnd: mayReadOn ? readOn : null,
    /** How many were not read yet, as the head counts them. */
    left: hasNextPage ? Math.max(0, column.count - tickets.length) : 0,
  }
}
