import { queryOptions } from '@tanstack/react-query'
import type { View } from '../../../src/views/view.ts'
import { call } from '../api.ts'
import type { Page } from '../tickets/ticket-api.ts'
import type { BoardSearch } from './board-search.ts'

export type { View }

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async () => (await call<Page<View>>('GET', '/api/v1/views?limit=100')).items,
  staleTime: 60_000,
})

type NewView = { name: string; search: BoardSearch; is_shared: boolean }

export const viewsApi = {
  add: (view: NewView) => call<View>('POST', '/api/v1/views', { ...view, screen: 'board' }),
  drop: (id: number) => call('DELETE', `/api/v1/views/${id}`),
}
