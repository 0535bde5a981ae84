import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'

const dashboard = createRoute({
  getParentRoute: () => teamRoute,
  path: '/painel',
  component: lazyRouteComponent(() => import('./dashboard.tsx'), 'Dashboard'),
})

export const dashboardRoutes = [dashboard] as const
