import type { QueryClient } from '@tanstack/react-query'
import { createRoute, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.tsx'
import { loadTexts } from '../texts.ts'

const loader = loadTexts('account')

type SignInSearch = { next?: string; why?: string }

/** Before the page is drawn, so that nothing moves in it. */
async function loadWays({ context }: { context: { queryClient: QueryClient } }): Promise<void> {
  const { readSignInOptions } = await import('./sign-in-options.ts')
  await Promise.all([loader(), readSignInOptions(context.queryClient)])
}

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/entrar',
  loader: loadWays,
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
  validateSearch: ({ next, why }: Record<string, unknown>): SignInSearch => ({
    // A path of ours, and never the address of somebody else's page.
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
    // Words that the page knows.
    ...(typeof why === 'string' && { why }),
  }),
})

const page = <const P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => rootRoute, path, component, loader })

const signUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/criar-conta',
  component: lazyRouteComponent(() => import('./sign-up.tsx'), 'SignUp'),
  loader: loadWays,
})

export const accountRoutes = [
  signIn,
  signUp,
  page(
    '/primeiro-acesso',
    lazyRouteComponent(() => import('./newcomer.tsx'), 'Newcomer'),
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
