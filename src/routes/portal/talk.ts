import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { idempotencyHeader } from '#src/routes/opening.ts'
import { addMessage } from '#src/tickets/add-message.ts'
import { findTicketByDeal } from '#src/tickets/queries.ts'
import { writeEmail } from '#src/tickets/write-email.ts'
import { BASE64_BODY_BYTES, Success, TicketAddCommentRequest, TicketSendEmail } from './shapes.ts'

const tags = ['portal']
const headers = idempotencyHeader
const responses = { 200: json(Success, 'Accepted; the CRM is told') }

/** The paths of the existing portal by which people talk, to the letter; `deal_id` is the CRM's number. */
export function portalTalkRoutes(ports: Ports, config: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/ticket/comment',
      action: 'ticket:write',
      mostBytes: BASE64_BODY_BYTES,
      problems: [
        'ticket-not-found',
        'ticket-closed',
        'idempotency-key-reused',
        'file-infected',
        'file-too-large',
        'file-empty',
        'file-type-not-allowed',
        'too-many-files',
        'quota-exceeded',
        'file-store-away',
        'disk-full',
        'too-busy',
      ],
      tags,
      summary: 'Comment on a ticket',
      request: { headers, ...jsonBody(TicketAddCommentRequest) },
      responses,
    }),
    async (c) => {
      const { deal_id, message, attachments } = c.req.valid('json')
      const input = {
        message,
        client_id: c.req.valid('header')['idempotency-key'],
        attachments: { base64: attachments ?? [] },
      }
      const found = await findTicketByDeal(ports.db, deal_id)
      await addMessage(ports, config, callerOf(c), found, input, c.var.visit)
      return c.json({ status: 'success' } as const, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/send-email',
      action: 'ticket:mail',
      problems: [
        'ticket-not-found',
        'ticket-closed',
        'sender-not-allowed',
        'recipient-not-allowed',
        'idempotency-key-reused',
      ],
      tags,
      summary: 'Write a mail about a ticket',
      request: { headers, ...jsonBody(TicketSendEmail) },
      responses,
    }),
    async (c) => {
      const { deal_id, from_email, to_email, subject, message } = c.req.valid('json')
      const client_id = c.req.valid('header')['idempotency-key']
      const input = {
        from: from_email,
        to: to_email,
        subject,
        message,
        client_id,
        isClick: client_id === undefined,
      }
      const found = await findTicketByDeal(ports.db, deal_id)
      await writeEmail(ports, config, callerOf(c), found, input, c.var.visit)
      return c.json({ status: 'success' } as const, 200)
    },
  )

  return routes
}
