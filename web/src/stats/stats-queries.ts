import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Stats, StatsComment, StatsGroup, StatsGroups, Trend, Trends } from '../../../src/stats/stats.ts'
import { call } from '../api.ts'
import type { Period } from '../dashboard/period.ts'
import { type CountedFilters, countedQuery } from '../tickets/counted-search.ts'

export type { Stats, StatsComment, StatsGroup, Trend, Trends }
export type Bucket = Trends['bucket']
export type Asked = { period: Period; filters: CountedFilters }

/** What there is to save, by the last word of its address. */
export const SHEETS = ['stats', 'trends', 'agents', 'categories', 'tickets'] as const
export type Sheet = (typeof SHEETS)[number]

const MINUTE_MS = 60_000
const FEW = '5'

/** Whom they are assigned to is called an agent here. */
function pathOf(name: string, { period: { from, to }, filters }: Asked, more: Record<string, string> = {}) {
  const { assigned_to, ...others } = filters
  const agent = assigned_to === undefined ? {} : { agent: String(assigned_to) }
  return `/api/v1/stats${name}?${countedQuery(others, { from, to, ...agent, ...more })}`
}

export function sheetPathOf(sheet: Sheet, asked: Asked, bucket: Bucket): string {
  const { period, filters } = asked
  if (sheet === 'tickets')
    return `/api/v1/tickets.csv?${countedQuery(filters, { created_from: period.from, created_to: period.to })}`
  const more = { format: 'csv', ...(sheet === 'trends' && { bucket }) }
  return pathOf(sheet === 'stats' ? '' : `/${sheet}`, asked, more)
}

/** Of many days, which no single event changes much: asked for by the minute. */
const slow = { staleTime: MINUTE_MS, refetchInterval: MINUTE_MS, placeholderData: keepPreviousData }

export const statsQuery = (asked: Asked) =>
  queryOptions({
    ...slow,
    queryKey: ['stats', 'all', asked],
    queryFn: () => call<Stats>('GET', pathOf('', asked)),
  })

export const trendsQuery = (asked: Asked, bucket: Bucket) =>
  queryOptions({
    ...slow,
    queryKey: ['stats', 'trends', asked, bucket],
    queryFn: () => call<Trends>('GET', pathOf('/trends', asked, { bucket })),
  })

export const groupsQuery = (by: 'agents' | 'categories', asked: Asked) =>
  queryOptions({
    ...slow,
    queryKey: ['stats', by, asked],
    queryFn: async () => (await call<StatsGroups>('GET', pathOf(`/${by}`, asked))).groups,
  })

type Page = { items: StatsComment[]; next_cursor: string | null }

export const commentsQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['stats', 'comments', asked],
    queryFn: ({ pageParam }) =>
      call<Page>(
        'GET',
        pathOf('/comments', asked, { limit: FEW, ...(pageParam !== null && { cursor: pageParam }) }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: MINUTE_MS,
  })
