import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { teamRoute } from '../shell/root-route.tsx'

const component = lazyRouteComponent(() => import('./list.tsx'), 'List')
const list = createRoute({ getParentRoute: () => teamRoute, path: '/lista', component })
const listTicket = createRoute({ getParentRoute: () => teamRoute, path: '/lista/$ticketId', component })

export const listRoutes = [list, listTicket] as const
