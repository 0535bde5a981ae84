import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { hasSessionEnded, readSession, useUser } from '../session.ts'
import { loadTexts } from '../texts.ts'
import { OutboxKeeper } from '../tickets/outbox-keeper.tsx'
import { CommandKeys } from './command-keys.tsx'
import { AdminsOnly, TeamOnly } from './for-role.tsx'

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: lazyRouteComponent(() => import('./not-found.tsx'), 'NotFound'),
})

/** Behind it there is somebody signed in; everybody else is asked to, and comes back. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: SignedIn,
  async beforeLoad({ context, location }) {
    const hadSession = hasSessionEnded()
    const user = await readSession(context.queryClient)
    if (user) return { user }
    const next = location.pathname === '/' ? {} : { next: location.href }
    throw redirect({ to: '/entrar', search: { ...next, ...(hadSession && { why: 'ended' as const }) } })
  },
})

export const teamRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'team',
  beforeLoad: loadTexts('team', 'account', 'commands', 'together'),
  component: TeamOnly,
})
export const adminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'admins',
  beforeLoad: loadTexts('team', 'account', 'commands', 'together'),
  component: AdminsOnly,
})

function SignedIn() {
  const user = useUser()
  return (
    <CommandKeys>
      {user && <OutboxKeeper user={user} />}
      <Outlet />
    </CommandKeys>
  )
}
