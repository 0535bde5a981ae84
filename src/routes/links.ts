import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { LinkIdParam, NewLink, TicketLinks } from '#src/tickets/link.ts'
import { linkTickets, listLinks, unlinkTickets } from '#src/tickets/link-tickets.ts'
import { TicketIdParam } from '#src/tickets/ticket.ts'

const tags = ['tickets']
const params = z.object({ ticket_id: TicketIdParam })

/** What tickets are to each other. */
export function linkRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets/{ticket_id}/links',
      action: 'ticket:read',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Read what a ticket is to others, from either side',
      description: 'Requesters see only links to tickets that they may see.',
      request: { params },
      responses: { 200: json(TicketLinks, 'In the order in which they were made; 100 at the most') },
    }),
    async (c) => c.json(await listLinks(ports, callerOf(c), c.req.valid('param').ticket_id), 200),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/links',
      action: 'ticket:change',
      problems: ['ticket-not-found', 'circular-links', 'parent-already-there', 'too-many-links'],
      tags,
      summary: 'Say what a ticket is to another one',
      description: 'A ticket has one parent at the most, and is never below itself.',
      request: { params, ...jsonBody(NewLink) },
      responses: {
        200: json(TicketLinks, 'It was there already'),
        201: json(TicketLinks, 'All links of the ticket'),
      },
    }),
    async (c) => {
      const id = c.req.valid('param').ticket_id
      const isNew = await linkTickets(ports, callerOf(c), id, c.req.valid('json'), c.var.visit)
      return c.json(await listLinks(ports, callerOf(c), id), isNew ? 201 : 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/tickets/{ticket_id}/links/{link_id}',
      action: 'ticket:change',
      problems: ['ticket-not-found', 'link-not-found'],
      tags,
      summary: 'Remove a link; from either side',
      request: { params: params.extend({ link_id: LinkIdParam }) },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      const { ticket_id: ticketId, link_id: linkId } = c.req.valid('param')
      await unlinkTickets(ports, callerOf(c), { ticketId, linkId }, c.var.visit)
      return c.body(null, 204)
    },
  )

  return routes
}
