import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Board } from '../../../src/deals/board.ts'
import { call } from '../api.ts'

/** What the columns of the CRM are called. A board that is shown knows it. */
export const stageNamesQuery = queryOptions({
  queryKey: ['stages'],
  queryFn: async ({ client }) => namesOf(shownBoard(client) ?? (await call<Board>('GET', '/api/v1/board'))),
  staleTime: 10 * 60_000,
})

export const nameOfStage = (queryClient: QueryClient, stageId: string): string =>
  namesOf(shownBoard(queryClient) ?? { columns: [] })[stageId] ?? stageId

const shownBoard = (queryClient: QueryClient) =>
  queryClient
    .getQueriesData<Board>({ queryKey: ['board'] })
    .find(([key, board]) => key.length === 2 && board)?.[1]

const namesOf = ({ columns }: Pick<Board, 'columns'>): Record<string, string> =>
  Object.fromEntries(columns.map(({ stage_id, name }) => [stage_id, name]))
