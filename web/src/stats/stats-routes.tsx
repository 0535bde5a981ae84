import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { DashboardSearch } from '../dashboard/dashboard-routes.tsx'
import { teamRoute } from '../shell/root-route.tsx'

const statistics = createRoute({
  getParentRoute: () => teamRoute,
  path: '/estatisticas',
  // The page reads it with care; here that would weigh on everybody's first page.
  validateSearch: (search: DashboardSearch) => search,
  component: lazyRouteComponent(() => import('./statistics.tsx'), 'Statistics'),
})

export const statsRoutes = [statistics] as const
