import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'
import { readBoardSearch } from './board-search.ts'

/** Stays while tickets are opened and closed over it: what was scrolled to is kept. */
const frame = createRoute({
  getParentRoute: () => teamRoute,
  id: 'board',
  validateSearch: readBoardSearch,
  component: lazyRouteComponent(() => import('./board.tsx'), 'Board'),
})
const board = createRoute({ getParentRoute: () => frame, path: '/quadro' })
const boardTicket = createRoute({
  getParentRoute: () => frame,
  path: '/quadro/$ticketId',
  component: lazyRouteComponent(() => import('./board-ticket.tsx'), 'BoardTicket'),
})

export const boardRoutes = [frame.addChildren([board, boardTicket])] as const
