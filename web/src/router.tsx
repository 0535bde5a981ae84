import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { accountRoutes } from './account/account-routes.tsx'
import { adminRoutes } from './admin/admin-routes.tsx'
import { boardRoutes } from './board/board-routes.tsx'
import { dashboardRoutes } from './dashboard/dashboard-routes.tsx'
import { helpRoutes } from './help/help-routes.tsx'
import { listRoutes } from './list/list-routes.tsx'
import { portalRoutes } from './portal/portal-routes.tsx'
import { profileRoutes } from './profile/profile-routes.tsx'
import { repliesRoutes } from './replies/replies-routes.tsx'
import { isOfTheTeam } from './session.ts'
import { adminPlaces } from './shell/admin-navigation.tsx'
import { Crash } from './shell/crash.tsx'
import { adminRoute, rootRoute, signedInRoute, teamRoute } from './shell/root-route.tsx'
import { statsRoutes } from './stats/stats-routes.tsx'

const home = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad({ context }) {
    const forTheTeam = context.user.may.includes('board:read') ? '/quadro' : '/lista'
    throw redirect({ to: isOfTheTeam(context.user) ? forTheTeam : '/chamados' })
  },
})

/** Typed by hand, it leads to the first of its pages that whoever asks may see. */
const administration = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin',
  beforeLoad({ context }) {
    const [first] = adminPlaces(context.user)
    if (first) throw redirect({ to: first[1], replace: true })
  },
})

const routeTree = rootRoute.addChildren([
  ...accountRoutes,
  signedInRoute.addChildren([
    home,
    ...profileRoutes,
    ...portalRoutes,
    teamRoute.addChildren([
      ...boardRoutes,
      ...listRoutes,
      ...dashboardRoutes,
      ...statsRoutes,
      ...helpRoutes,
      ...repliesRoutes,
    ]),
    adminRoute.addChildren([administration, ...adminRoutes]),
  ]),
])

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultErrorComponent: Crash,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
