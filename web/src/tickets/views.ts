import { queryOptions } from '@tanstack/react-query'
import type { NewView, View, ViewChange } from '../../../src/views/view.ts'
import { call } from '../api.ts'
import { type Page, queryOf } from './ticket-api.ts'

export type { View }
export type ViewScreen = View['screen']
export type ViewSearch = Record<string, string | number | boolean>

export const viewsQuery = (screen: ViewScreen) =>
  queryOptions({
    queryKey: ['views', screen],
    queryFn: async () =>
      (await call<Page<View>>('GET', `/api/v1/views${queryOf({ screen, limit: 200 })}`)).items,
    staleTime: 60_000,
  })

export const viewApi = {
  add: (view: Pick<NewView, 'name' | 'screen' | 'search' | 'is_shared'>) =>
    call<View>('POST', '/api/v1/views', view),
  change: (id: number, change: ViewChange) => call<View>('PATCH', `/api/v1/views/${id}`, change),
  drop: (id: number) => call('DELETE', `/api/v1/views/${id}`),
}

/** The same filters, in whatever order they stand in the address. */
export const isSameSearch = (one: object, other: object) => inOrder(one) === inOrder(other)

const inOrder = (search: object) =>
  JSON.stringify(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
