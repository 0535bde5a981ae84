import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Config, Ports } from '#src/ports.ts'
import { addMessage } from '#src/tickets/add-message.ts'
import { followUpAt, Message, newMessageAt } from '#src/tickets/message.ts'
import { newEmailAt } from '#src/tickets/new-email.ts'
import { findTicket } from '#src/tickets/queries.ts'
import { authorizeSaying, speak } from '#src/tickets/speak.ts'
import { TicketIdParam } from '#src/tickets/ticket.ts'
import { viewMessage } from '#src/tickets/view-message.ts'
import { writeEmail } from '#src/tickets/write-email.ts'
import { idempotencyHeader } from './opening.ts'

const tags = ['messages']
const params = z.object({ ticket_id: TicketIdParam })
const headers = idempotencyHeader

const aboutFiles = ['upload-already-used', 'file-infected', 'file-too-large', 'too-many-files'] as const
const responses = {
  200: json(Message, 'It was said before, under the same client_id'),
  201: json(Message, 'Said'),
}

export function messageRoutes(ports: Ports, config: Config) {
  const routes = newRoutes()
  const { publicUrl } = config.server

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/messages',
      action: 'ticket:write',
      problems: [
        'ticket-not-found',
        'ticket-closed',
        'ticket-merged',
        'invalid-transition',
        'idempotency-key-reused',
        ...aboutFiles,
      ],
      tags,
      summary: 'Say something on a ticket, or note it for the team',
      description:
        'On a ticket that was closed too long ago, a requester begins a new one with it; on one that was merged, it is said where that ' +
        'goes on: `ticket_id` says which.',
      request: { params, headers, ...jsonBody(newMessageAt(publicUrl)) },
      responses,
    }),
    async (c) => {
      const { attachments, ...body } = c.req.valid('json')
      const input = {
        ...body,
        client_id: body.client_id ?? c.req.valid('header')['idempotency-key'],
        attachments: { uploadIds: attachments ?? [] },
      }
      const found = await findTicket(ports.db, c.req.valid('param').ticket_id)
      const { row, isNew } = await addMessage(ports, config, callerOf(c), found, input, c.var.visit)
      return c.json(await viewMessage(ports, callerOf(c), row), isNew ? 201 : 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/follow-up',
      action: 'ticket:reopen',
      problems: [
        'ticket-not-found',
        'ticket-not-closed',
        'ticket-merged',
        'idempotency-key-reused',
        ...aboutFiles,
      ],
      tags,
      summary: 'Go on with what is closed, in a new ticket that names it',
      description:
        '`ticket_id` of the answer says which; its first message is this one. Of what was merged, it follows the ticket in which ' +
        'that went on, once that is closed.',
      request: { params, headers, ...jsonBody(followUpAt(publicUrl)) },
      responses,
    }),
    async (c) => {
      const { attachments, message, client_id } = c.req.valid('json')
      const saying = {
        ...{ kind: 'comment' as const, text: message, isFollowUp: true },
        uploadIds: attachments ?? [],
        clientId: client_id ?? c.req.valid('header')['idempotency-key'],
      }
      const found = await findTicket(ports.db, c.req.valid('param').ticket_id)
      const ticket = authorizeSaying(callerOf(c), found, saying)
      const { row, isNew } = await speak(ports, config, callerOf(c), ticket, saying, c.var.visit)
      return c.json(await viewMessage(ports, callerOf(c), row), isNew ? 201 : 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/emails',
      action: 'ticket:mail',
      problems: [
        'ticket-not-found',
        'ticket-closed',
        'sender-not-allowed',
        'recipient-not-allowed',
        'idempotency-key-reused',
        ...aboutFiles,
      ],
      tags,
      summary: 'Write a mail about a ticket',
      description: 'It leaves once the mail server takes it, with the tag of the ticket in its subject.',
      request: { params, headers, ...jsonBody(newEmailAt(publicUrl)) },
      responses,
    }),
    async (c) => {
      const body = c.req.valid('json')
      const input = { ...body, client_id: body.client_id ?? c.req.valid('header')['idempotency-key'] }
      const found = await findTicket(ports.db, c.req.valid('param').ticket_id)
      const { row, isNew } = await writeEmail(ports, config, callerOf(c), found, input, c.var.visit)
      return c.json(await viewMessage(ports, callerOf(c), row), isNew ? 201 : 200)
    },
  )

  return routes
}
