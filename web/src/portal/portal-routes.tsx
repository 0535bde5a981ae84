import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../shell/root-route.tsx'
import { loadTexts } from '../texts.ts'
import { readMySearch } from './my-search.ts'

const tickets = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/chamados',
  validateSearch: readMySearch,
  component: lazyRouteComponent(() => import('./my-tickets.tsx'), 'MyTickets'),
})
const newTicket = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/chamados/novo',
  component: lazyRouteComponent(() => import('./new-ticket.tsx'), 'NewTicket'),
})
const ticket = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/chamados/$ticketId',
  beforeLoad: loadTexts('ticket'),
  component: lazyRouteComponent(() => import('./ticket-page.tsx'), 'TicketPage'),
})

export const portalRoutes = [tickets, newTicket, ticket] as const
