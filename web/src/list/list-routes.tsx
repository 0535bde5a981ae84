import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import { readListSearch } from './list-search.ts'

/** Stays while tickets are opened and closed over it: what was scrolled to and selected is kept. */
const frame = createRoute({
  getParentRoute: () => teamRoute,
  id: 'list',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./list.tsx'), 'List'),
})
const list = createRoute({ getParentRoute: () => frame, path: '/lista' })
const listTicket = createRoute({
  getParentRoute: () => frame,
  path: '/lista/$ticketId',
  component: lazyRouteComponent(() => import('./list-ticket.tsx'), 'ListTicket'),
})

export const listRoutes = [frame.addChildren([list, listTicket])] as const
