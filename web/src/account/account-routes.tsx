import { createRoute, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.tsx'
import { loadTexts } from '../texts.ts'

const loader = loadTexts('account')

type SignInSearch = { next?: string; why?: 'ended' | 'signed-out' }

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/entrar',
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
  loader,
  validateSearch: ({ next, why }: Record<string, unknown>): SignInSearch => ({
    // A path of ours, and never the address of somebody else's page.
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
    ...((why === 'ended' || why === 'signed-out') && { why }),
  }),
})

const page = <const P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => rootRoute, path, component, loader })

export const accountRoutes = [
  signIn,
  page(
    '/criar-conta',
    lazyRouteComponent(() => import('./sign-up.tsx'), 'SignUp'),
  ),
  page(
    '/esqueci-a-senha',
    lazyRouteComponent(() => import('./forgot-password.tsx'), 'ForgotPassword'),
  ),
  page(
    '/redefinir-senha',
    lazyRouteComponent(() => import('./reset-password.tsx'), 'ResetPassword'),
  ),
  page(
    '/confirmar-email',
    lazyRouteComponent(() => import('./confirm-email.tsx'), 'ConfirmEmail'),
  ),
] as const
