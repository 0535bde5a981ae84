import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'

const replies = createRoute({
  getParentRoute: () => teamRoute,
  path: '/respostas',
  component: lazyRouteComponent(() => import('./replies.tsx'), 'Replies'),
})

export const repliesRoutes = [replies] as const
