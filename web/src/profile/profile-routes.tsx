import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../shell/root-route.tsx'

const profile = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/perfil',
  component: lazyRouteComponent(() => import('./profile.tsx'), 'Profile'),
})

export const profileRoutes = [profile] as const
