import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Board, BoardColumn } from '../../../src/deals/board.ts'
import { call } from '../api.ts'
import { queryOf, ticketApi } from '../tickets/ticket-api.ts'
import { asBoardQuery, type BoardFilters } from './board-search.ts'
import { sortOf } from './card-order.ts'

export type { Board, BoardColumn }

const PAGE_CARDS = 50

/** The columns with what their heads say. */
export const boardQuery = (filters: BoardFilters) =>
  queryOptions({
    queryKey: ['board', filters],
    queryFn: () => call<Board>('GET', `/api/v1/board${queryOf(asBoardQuery(filters))}`),
    staleTime: 30_000,
  })

/** The cards of one column. What happens to them is told, so that nothing is asked for by the clock. */
export const cardsQuery = (
  filters: BoardFilters,
  column: Pick<BoardColumn, 'stage_id' | 'outcome'>,
  closedWithinDays: number,
) =>
  infiniteQueryOptions({
    queryKey: ['board', filters, column.stage_id],
    queryFn: ({ pageParam }) =>
      ticketApi.list({
        ...asBoardQuery(filters),
        ...sortOf(column),
        stage_id: column.stage_id,
        closed_within_days: closedWithinDays,
        limit: PAGE_CARDS,
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  })
