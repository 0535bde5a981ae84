import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import { readPeriodSearch } from './period.ts'

const dashboard = createRoute({
  getParentRoute: () => teamRoute,
  path: '/painel',
  validateSearch: readPeriodSearch,
  component: lazyRouteComponent(() => import('./dashboard.tsx'), 'Dashboard'),
})

export const dashboardRoutes = [dashboard] as const
