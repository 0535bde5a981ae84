import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ReplyKind } from '#src/db/reply-schema.ts'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf, IfMatch, readIfMatch } from '#src/http/if-match.ts'
import type { ReplyId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import type { Config, Ports } from '#src/ports.ts'
import { applyMacro } from '#src/replies/apply-macro.ts'
import { addReply, changeReply, dropReply } from '#src/replies/change-replies.ts'
import { listReplies } from '#src/replies/list-replies.ts'
import { findReply, type ShownReply } from '#src/replies/queries.ts'
import {
  type EntryChange,
  Macro,
  MacroChange,
  type NewEntry,
  NewMacro,
  NewReply,
  NOT_FOUND,
  Reply,
  ReplyChange,
  ReplyIdParam,
} from '#src/replies/reply.ts'
import { ClientId } from '#src/tickets/message.ts'
import { ChangedTicket, showChanged } from '#src/tickets/show-changed.ts'
import { TicketIdParam } from '#src/tickets/ticket.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['replies']
const MacroUse = z
  .strictObject({
    macro_id: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as ReplyId),
    client_id: ClientId,
  })
  .openapi('MacroUse')
const asked = {
  200: json(ChangedTicket, 'The ticket as it is now'),
  202: json(
    ChangedTicket,
    'The CRM has not answered yet: the ticket as it is, and in `pending_changes` what was promised',
  ),
}
const params = z.object({ reply_id: ReplyIdParam })

/** What the team says again and again, and macros, which do something with it. */
export function replyRoutes(ports: Ports, { tickets: rules }: Pick<Config, 'tickets'>) {
  const { db } = ports
  const routes = newRoutes()
  keepingRoutes(routes, db, 'reply', '/api/v1/replies', {
    shown: Reply,
    added: NewReply,
    changed: ReplyChange,
  })
  keepingRoutes(routes, db, 'macro', '/api/v1/macros', {
    shown: Macro,
    added: NewMacro,
    changed: MacroChange,
  })
  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/macro',
      action: 'ticket:change',
      problems: [
        'ticket-not-found',
        'macro-not-found',
        'macro-on-closed',
        'macro-outdated',
        'invalid-transition',
        'idempotency-key-reused',
        'crm-rejected',
      ],
      tags,
      summary: 'Apply a macro: all that it changes and says, once the CRM has said yes',
      request: { params: z.object({ ticket_id: TicketIdParam }), ...jsonBody(MacroUse) },
      responses: asked,
    }),
    async (c) => {
      const { macro_id: macroId, client_id: clientId } = c.req.valid('json')
      const input = { ticketId: c.req.valid('param').ticket_id, macroId, clientId }
      const { row, isPending } = await applyMacro(ports, rules, callerOf(c), input, c.var.visit)
      c.header('ETag', etagOf(row))
      const shown = await showChanged(ports, row, { caller: callerOf(c), locale: c.var.visit.locale })
      return c.json(shown, isPending ? 202 : 200)
    },
  )

  return routes
}

type Shapes = { shown: z.ZodType<ShownReply>; added: z.ZodType<NewEntry>; changed: z.ZodType<EntryChange> }

function keepingRoutes<P extends '/api/v1/replies' | '/api/v1/macros'>(
  routes: ReturnType<typeof newRoutes>,
  db: Ports['db'],
  kind: ReplyKind,
  path: P,
  { shown, added, changed }: Shapes,
): void {
  const one = `${path}/{reply_id}` as const
  const action = 'replies:keep'
  const show = (c: Context<Edge>, reply: ShownReply) => {
    c.header('ETag', etagOf(reply))
    return reply
  }

  routes.openapi(
    endpoint({
      ...{ method: 'get', path, action, tags },
      problems: ['ticket-not-found'],
      summary: 'List my own, and what others share',
      request: {
        query: z.object({
          ...pageQuery,
          q: z.string().trim().min(1).max(200).optional().openapi({ description: 'Words of title or text' }),
          locale: z.enum(LOCALES).optional().openapi({ description: 'In this language, or in none' }),
          ticket_id: TicketIdParam.optional().openapi({
            description: 'Then `filled` says what each would be there',
          }),
        }),
      },
      responses: { 200: json(pageOf(shown), 'A page of them') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listReplies(db, callerOf(c), { ...query, kind }, place)
      return c.json(page(found.items, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path, action, tags },
      problems: ['too-many-replies'],
      summary: 'Keep one',
      request: jsonBody(added),
      responses: { 201: json(shown, 'As it is kept') },
    }),
    async (c) => {
      const reply = await addReply(db, callerOf(c), kind, c.req.valid('json'), c.var.visit)
      c.header('Location', `${path}/${reply.id}`)
      return c.json(show(c, reply), 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: one, action, tags },
      problems: [NOT_FOUND[kind]],
      summary: 'Read one',
      request: { params },
      responses: { 200: json(shown, 'As it is kept') },
    }),
    async (c) => c.json(show(c, await findReply(db, callerOf(c), kind, c.req.valid('param').reply_id)), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'patch', path: one, action, tags },
      problems: [NOT_FOUND[kind], 'if-match-required', 'version-conflict', 'reply-in-use'],
      summary: 'Change one: its owner, or whoever may change what others share',
      request: { params, headers: IfMatch, ...jsonBody(changed) },
      responses: { 200: json(shown, 'As it is kept now') },
    }),
    async (c) => {
      const which = {
        ...{ kind, id: c.req.valid('param').reply_id },
        match: readIfMatch(c.req.valid('header')['if-match']),
      }
      const reply = await changeReply(db, callerOf(c), which, c.req.valid('json'), c.var.visit)
      return c.json(show(c, reply), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'delete', path: one, action, tags },
      problems: [NOT_FOUND[kind], 'reply-in-use'],
      summary: 'Delete one: its owner, or whoever may change what others share',
      request: { params },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      await dropReply(db, callerOf(c), { kind, id: c.req.valid('param').reply_id }, c.var.visit)
      return c.body(null, 204)
    },
  )
}
