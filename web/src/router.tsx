import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ConfirmEmail } from './account/confirm-email.tsx'
import { ForgotPassword } from './account/forgot-password.tsx'
import { ResetPassword } from './account/reset-password.tsx'
import { SignIn } from './account/sign-in.tsx'
import { SignUp } from './account/sign-up.tsx'
import { readSession } from './session.ts'
import { Crash, NotFound } from './shell/not-found.tsx'

type Context = { queryClient: QueryClient }
type SignInSearch = { next?: string; why?: 'ended' | 'signed-out' }

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/entrar',
  component: SignIn,
  validateSearch: ({ next, why }: Record<string, unknown>): SignInSearch => ({
    // A path of ours, and never the address of somebody else's page.
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
    ...((why === 'ended' || why === 'signed-out') && { why }),
  }),
})

const page = <const P extends string>(path: P, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component })

/** Behind it there is somebody signed in; everybody else is asked to, and comes back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Outlet,
  async beforeLoad({ context, location }) {
    const hadSession = localStorage.getItem('ponte-signed-in') !== null
    if (await readSession(context.queryClient)) return
    const next = location.pathname === '/' ? {} : { next: location.href }
    throw redirect({ to: '/entrar', search: { ...next, ...(hadSession && { why: 'ended' as const }) } })
  },
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/perfil' })
  },
})
const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/perfil',
  component: lazyRouteComponent(() => import('./profile/profile.tsx'), 'Profile'),
})

const routeTree = root.addChildren([
  signIn,
  page('/criar-conta', SignUp),
  page('/esqueci-a-senha', ForgotPassword),
  page('/redefinir-senha', ResetPassword),
  page('/confirmar-email', ConfirmEmail),
  signedIn.addChildren([home, profile]),
])

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({ routeTree, context: { queryClient }, defaultErrorComponent: Crash, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
