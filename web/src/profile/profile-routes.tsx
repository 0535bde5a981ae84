import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../shell/root-route.tsx'
import { loadTexts } from '../texts.ts'

const profile = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/perfil',
  component: lazyRouteComponent(() => import('./profile.tsx'), 'Profile'),
  loader: loadTexts('account', 'notices', 'commands'),
})

export const profileRoutes = [profile] as const
