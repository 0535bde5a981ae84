import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { CpfAccess } from '../../../src/privacy/cpf-access.ts'
import type { Erasure } from '../../../src/privacy/erasure.ts'
import type { ExportInList } from '../../../src/privacy/export.ts'
import type { Retention } from '../../../src/privacy/retention.ts'
import { call } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'

export type { CpfAccess, Erasure, ExportInList, Retention }
export type AccessFilter = { user_id?: number; purpose?: CpfAccess['purpose']; from?: string; to?: string }

const base = '/api/v1/admin'
/** While somebody looks, and something is still being done. */
const OFTEN_MS = 5_000
export const retentionKey = ['privacy', 'retention']

const listOf = <T>(name: string, filter: AccessFilter, isDone: (one: T) => boolean) =>
  infiniteQueryOptions({
    queryKey: ['privacy', name, filter],
    queryFn: ({ pageParam }) =>
      call<Page<T>>(
        'GET',
        `${base}/${name}${queryOf({ ...filter, limit: 30, cursor: pageParam ?? undefined })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: ({ state: { data } }) => (data?.pages[0]?.items.every(isDone) ? false : OFTEN_MS),
  })

export const accessesQuery = (filter: AccessFilter) => listOf<CpfAccess>('cpf-access', filter, () => true)
export const erasuresQuery = listOf<Erasure>('erasures', {}, ({ done_at }) => done_at !== null)
export const exportsQuery = listOf<ExportInList>('exports', {}, ({ ready_at }) => ready_at !== null)

export const retentionQuery = queryOptions({
  queryKey: retentionKey,
  queryFn: async () => (await call<{ items: Retention[] }>('GET', `${base}/privacy/retention`)).items,
})
/** How many tickets the next sweep would find. */
export const dueQuery = (id: number, months: number) =>
  queryOptions({
    queryKey: [...retentionKey, id, months],
    queryFn: () => call<{ due: number }>('GET', `${base}/privacy/retention/${id}/count?months=${months}`),
    gcTime: 0,
  })
export const setRetention = (id: number, months: number | null) =>
  call<Retention>('PUT', `${base}/privacy/retention/${id}`, { months })
