import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'

const component = lazyRouteComponent(() => import('./board.tsx'), 'Board')
const board = createRoute({ getParentRoute: () => teamRoute, path: '/quadro', component })
const boardTicket = createRoute({ getParentRoute: () => teamRoute, path: '/quadro/$ticketId', component })

export const boardRoutes = [board, boardTicket] as const
