import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { idempotencyHeader, OPENING_PROBLEMS } from '#src/routes/opening.ts'
import { DealCardCreate, showDealCard } from '#src/tickets/deal-card.ts'
import { openTicket } from '#src/tickets/open-ticket.ts'
import { repetitionOf } from '#src/tickets/repetition.ts'
import { BASE64_BODY_BYTES, TicketCreateRequest, ticketOf } from './shapes.ts'

/** Filing on the path of the existing portal, to the letter. */
export function portalTicketRoutes(ports: Ports, config: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/ticket',
      action: 'tickets:open',
      problems: [...OPENING_PROBLEMS, 'too-busy'],
      mostBytes: BASE64_BODY_BYTES,
      tags: ['portal'],
      summary: 'File a ticket',
      description:
        'Waits a short while for the CRM. Sent again within ten seconds, or with the same Idempotency-Key, it is the same ticket.',
      request: { headers: idempotencyHeader, ...jsonBody(TicketCreateRequest) },
      responses: {
        201: json(DealCardCreate, 'Filed, and a deal in the CRM'),
        202: json(
          DealCardCreate,
          'Filed; it becomes a deal as soon as the CRM answers, and deal_id is null till then',
        ),
      },
    }),
    async (c) => {
      const caller = callerOf(c)
      const body = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const repetition = repetitionOf({ userId: caller.userId, key, body, isClicked: true })
      const ticket = await openTicket(ports, config, caller, ticketOf(body), {
        repetition,
        visit: c.var.visit,
      })
      return c.json(showDealCard(ticket), ticket.dealId === null ? 202 : 201)
    },
  )

  return routes
}
