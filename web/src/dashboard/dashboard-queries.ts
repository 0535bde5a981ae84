import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Dashboard, DashboardDay, DashboardNow } from '../../../src/deals/dashboard.ts'
import { call } from '../api.ts'
import type { Period } from './period.ts'

export type { Dashboard, DashboardDay, DashboardNow }

const MINUTE_MS = 60_000
const pathOf = ({ from, to }: Period) => `/api/v1/dashboard?from=${from}&to=${to}`

export const csvPathOf = (period: Period) => `${pathOf(period)}&format=csv`

/** Told anew by the line whenever something happens. */
export const nowQuery = queryOptions({
  queryKey: ['dashboard', 'now'],
  queryFn: () => call<DashboardNow>('GET', '/api/v1/dashboard/now'),
})

/** Of many days, which no single event changes much: asked for by the minute, and so under a name that the line does not speak of. */
export const periodQuery = (period: Period) =>
  queryOptions({
    queryKey: ['period', period],
    queryFn: () => call<Dashboard>('GET', pathOf(period)),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
    placeholderData: keepPreviousData,
  })
