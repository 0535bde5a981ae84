import { authorizeTicket } from '#src/auth/access.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { closeTicket } from '#src/tickets/close-ticket.ts'
import { findTicketByDeal } from '#src/tickets/queries.ts'
import { Success, TicketCloseRequest } from './shapes.ts'

/** The path by which the existing portal closes tickets, to the letter. */
export function portalCloseRoutes(ports: Ports, { tickets: rules }: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/close-ticket',
      action: 'ticket:close',
      problems: ['ticket-not-found', 'rating-not-open', 'invalid-transition', 'crm-rejected'],
      tags: ['portal'],
      summary: 'Close a ticket, and say how it went',
      request: jsonBody(TicketCloseRequest),
      responses: {
        200: json(Success, 'Closed'),
        202: json(Success, 'Promised: the CRM has not answered yet'),
      },
    }),
    async (c) => {
      const { deal_id, rating, comment } = c.req.valid('json')
      const found = await findTicketByDeal(ports.db, deal_id)
      const { id: ticketId } = authorizeTicket(callerOf(c), 'ticket:close', found)
      const closing = { ticketId, rating: rating ?? undefined, comment: comment ?? undefined }
      const { isPending } = await closeTicket(ports, rules, callerOf(c), closing, c.var.visit)
      return c.json({ status: 'success' as const }, isPending ? 202 : 200)
    },
  )

  return routes
}
