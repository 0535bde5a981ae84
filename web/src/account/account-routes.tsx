import { createRoute, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.tsx'
import { loadTexts } from '../texts.ts'
import { SIGN_IN_REASONS, type SignInReason, signInOptionsQuery } from './sign-in-options.ts'

const loader = loadTexts('account')

type SignInSearch = { next?: string; why?: SignInReason }

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/entrar',
  // Before the page is drawn, so that nothing moves in it; without an answer there is the form.
  loader: ({ context }) =>
    Promise.all([loader(), context.queryClient.ensureQueryData(signInOptionsQuery).catch(() => null)]),
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
  validateSearch: ({ next, why }: Record<string, unknown>): SignInSearch => ({
    // A path of ours, and never the address of somebody else's page.
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
    ...(SIGN_IN_REASONS.includes(why as SignInReason) && { why: why as SignInReason }),
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
