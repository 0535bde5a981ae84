import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import type { BoardSearch } from './board-search.ts'

/** Its search is read with care where it is shown: here it would weigh on everybody's first page. Stays while tickets are opened and closed over it: what was scrolled to is kept. */
const frame = createRoute({
  getParentRoute: () => teamRoute,
  id: 'board',
  validateSearch: (search: BoardSearch) => search,
  component: lazyRouteComponent(() => import('./board.tsx'), 'Board'),
})
const board = createRoute({ getParentRoute: () => frame, path: '/quadro' })
const boardTicket = createRoute({
  getParentRoute: () => frame,
  path: '/quadro/$ticketId',
  component: lazyRouteComponent(() => import('./board-ticket.tsx'), 'BoardTicket'),
})

export const boardRoutes = [frame.addChildren([board, boardTicket])] as const
