import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Dashboard, DashboardDay, DashboardNow } from '../../../src/deals/dashboard.ts'
import { call } from '../api.ts'
import { type CountedFilters, countedQuery } from '../tickets/counted-search.ts'
import type { Period } from './period.ts'

export type { Dashboard, DashboardDay, DashboardNow }

const MINUTE_MS = 60_000
const pathOf = (period: Period, filters: CountedFilters) =>
  `/api/v1/dashboard?${countedQuery(filters, { from: period.from, to: period.to })}`

export const csvPathOf = (period: Period, filters: CountedFilters) => `${pathOf(period, filters)}&format=csv`

/** Told anew by the line whenever something happens. */
export const nowQuery = (filters: CountedFilters) =>
  queryOptions({
    queryKey: ['dashboard', 'now', filters],
    queryFn: () => call<DashboardNow>('GET', `/api/v1/dashboard/now?${countedQuery(filters)}`),
    placeholderData: keepPreviousData,
  })

/** Of many days, which no single event changes much: asked for by the minute, and so under a name that the line does not speak of. */
export const periodQuery = (period: Period, filters: CountedFilters) =>
  queryOptions({
    queryKey: ['period', period, filters],
    queryFn: () => call<Dashboard>('GET', pathOf(period, filters)),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
    placeholderData: keepPreviousData,
  })
