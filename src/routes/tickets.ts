import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { readSla } from '#src/sla/read-sla.ts'
import { categoryById } from '#src/tickets/categories.ts'
import { describeForm, FormMeta } from '#src/tickets/describe-form.ts'
import { newTicketAt, newTicketOf } from '#src/tickets/new-ticket.ts'
import { openTicket } from '#src/tickets/open-ticket.ts'
import { repetitionOf } from '#src/tickets/repetition.ts'
import { Splitting, splitTicket } from '#src/tickets/split-ticket.ts'
import { showTicket, Ticket, TicketIdParam } from '#src/tickets/ticket.ts'
import { idempotencyHeader, OPENING_PROBLEMS } from './opening.ts'

export function ticketRoutes(ports: Ports, config: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets',
      action: 'tickets:open',
      problems: OPENING_PROBLEMS,
      tags: ['tickets'],
      summary: 'File a ticket',
      description:
        'Waits a short while for the CRM. With the same Idempotency-Key and body it is the same ticket.',
      request: { headers: idempotencyHeader, ...jsonBody(newTicketAt(config.server.publicUrl)) },
      responses: {
        201: json(Ticket, 'Filed, and a deal in the CRM'),
        202: json(
          Ticket,
          'Filed; it becomes a deal as soon as the CRM answers, and deal_id is null till then',
        ),
      },
    }),
    async (c) => {
      const caller = callerOf(c)
      const { visit } = c.var
      const body = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const repetition = repetitionOf({ userId: caller.userId, key, body, isClicked: false })
      const ticket = await openTicket(ports, config, caller, newTicketOf(body), { repetition, visit })
      const [category, slaOf] = await Promise.all([
        categoryById(ports.db, ticket.categoryId),
        readSla(ports.db, [ticket], ports.clock()),
      ])
      c.header('Location', `/api/v1/tickets/${ticket.id}`)
      c.header('ETag', `"${ticket.version}"`)
      const shown = showTicket(ticket, {
        ...{ caller, locale: visit.locale, category },
        sla: slaOf(ticket),
      })
      return c.json(shown, ticket.dealId === null ? 202 : 201)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/split',
      action: 'ticket:change',
      problems: [
        'ticket-not-found',
        'too-many-links',
        'file-infected',
        'file-missing',
        'file-quarantined',
        'idempotency-key-reused',
        'file-store-away',
        'crm-timeout',
      ],
      tags: ['tickets'],
      summary: 'Make a ticket of its own out of one message',
      description:
        'Of the same people, with the text and the files of the message, and linked with the ticket. The message stays where it was ' +
        'said. With the same Idempotency-Key and body it is the same ticket.',
      request: {
        params: z.object({ ticket_id: TicketIdParam }),
        headers: idempotencyHeader,
        ...jsonBody(Splitting),
      },
      responses: {
        201: json(Ticket, 'Filed, and a deal in the CRM'),
        202: json(Ticket, 'Filed; it becomes a deal as soon as the CRM answers'),
      },
    }),
    async (c) => {
      const caller = callerOf(c)
      const { visit } = c.var
      const body = { ticketId: c.req.valid('param').ticket_id, ...c.req.valid('json') }
      const key = c.req.valid('header')['idempotency-key']
      const repetition = repetitionOf({ userId: caller.userId, key, body, isClicked: false })
      const ticket = await splitTicket(ports, config, caller, body, { repetition, visit })
      const [category, slaOf] = await Promise.all([
        categoryById(ports.db, ticket.categoryId),
        readSla(ports.db, [ticket], ports.clock()),
      ])
      c.header('Location', `/api/v1/tickets/${ticket.id}`)
      const shown = showTicket(ticket, {
        ...{ caller, locale: visit.locale, category },
        sla: slaOf(ticket),
      })
      return c.json(shown, ticket.dealId === null ? 202 : 201)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/meta',
      action: 'tickets:open',
      tags: ['tickets'],
      summary: 'What there is to choose from when a ticket is filed',
      responses: { 200: json(FormMeta, 'Categories, priorities and the like, and their limits') },
    }),
    async (c) => c.json(await describeForm(ports, config.tickets, c.var.visit.locale), 200),
  )

  return routes
}
