import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import type { CountedFilters } from '../tickets/counted-search.ts'
import type { PeriodSearch } from './period.ts'

export type DashboardSearch = PeriodSearch & CountedFilters

const dashboard = createRoute({
  getParentRoute: () => teamRoute,
  path: '/painel',
  // The page reads it with care; here that would weigh on everybody's first page.
  validateSearch: (search: DashboardSearch) => search,
  component: lazyRouteComponent(() => import('./dashboard.tsx'), 'Dashboard'),
})

export const dashboardRoutes = [dashboard] as const
