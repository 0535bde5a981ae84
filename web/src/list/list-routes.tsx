import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import type { ListSearch } from './list-search.ts'

/** Its search is read with care where it is shown: here it would weigh on everybody's first page. Stays while tickets are opened and closed over it: what was scrolled to and selected is kept. */
const frame = createRoute({
  getParentRoute: () => teamRoute,
  id: 'list',
  validateSearch: (search: ListSearch) => search,
  component: lazyRouteComponent(() => import('./list.tsx'), 'List'),
})
const list = createRoute({ getParentRoute: () => frame, path: '/lista' })
const listTicket = createRoute({
  getParentRoute: () => frame,
  path: '/lista/$ticketId',
  component: lazyRouteComponent(() => import('./list-ticket.tsx'), 'ListTicket'),
})

export const listRoutes = [frame.addChildren([list, listTicket])] as const
