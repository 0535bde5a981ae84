import { z } from '@hono/zod-openapi'
import { isOfTheTeam } from '#src/auth/access.ts'
import { countFiles } from '#src/files/count-files.ts'
import { answerCsv } from '#src/http/answer-csv.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf } from '#src/http/if-match.ts'
import type { MessageId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { Config, Ports } from '#src/ports.ts'
import { readSla } from '#src/sla/read-sla.ts'
import { countNotes } from '#src/tickets/count-notes.ts'
import { exportTickets } from '#src/tickets/export-tickets.ts'
import { AuditLine, listAudit } from '#src/tickets/list-audit.ts'
import { listTickets } from '#src/tickets/list-tickets.ts'
import { markRead } from '#src/tickets/mark-read.ts'
import { Message, MessageIdParam } from '#src/tickets/message.ts'
import { pendingChangesOf } from '#src/tickets/pending-changes.ts'
import { readTicket, TicketDetail } from '#src/tickets/read-ticket.ts'
import { ListedTicket, showTicket, TicketIdParam } from '#src/tickets/ticket.ts'
import { TicketFilter } from '#src/tickets/ticket-filter.ts'
import { DIRECTIONS, Position, SORTS } from '#src/tickets/ticket-order.ts'
import { listMessages } from '#src/tickets/timeline.ts'
import { unreadInCopy } from '#src/tickets/unread-in-copy.ts'
import { page, pageOf, pageQuery, pageQueryBy, placeOf } from './pages.ts'

const tags = ['tickets']
const params = z.object({ ticket_id: TicketIdParam })

const TicketQuery = TicketFilter.extend({
  user_id: TicketFilter.shape.requester_id.openapi({ description: 'Another name of requester_id' }),
  sort: z.enum(SORTS).optional().openapi({
    description:
      'By default relevance with q, and created without; relevance is among the newest 1,000 that match',
  }),
  order: z
    .enum(DIRECTIONS)
    .optional()
    .openapi({ description: 'By default asc for deadline, desc for all else' }),
  ...pageQueryBy(Position),
})
  .refine(({ sort, q }) => sort !== 'relevance' || q !== undefined, {
    path: ['sort'],
    params: { rule: 'not-valid' },
  })
  .refine(
    ({ requester_id, user_id }) =>
      requester_id === undefined || user_id === undefined || requester_id === user_id,
    { path: ['user_id'], params: { rule: 'not-valid' } },
  )
  // A cursor goes on in the order in which it was given out.
  .refine(
    ({ cursor, sort, order, q }) =>
      cursor === undefined ||
      ((sort ?? cursor[0]) === cursor[0] &&
        (cursor[0] === 'relevance' ? q !== undefined : (order ?? cursor[1]) === cursor[1])),
    { path: ['cursor'], params: { rule: 'not-valid' } },
  )

const MessageQuery = z.object({
  ...pageQueryBy(
    z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as MessageId),
  ),
  before: MessageIdParam.optional().openapi({
    description: 'The id of a message: those that were said before it. The same as its cursor',
  }),
})

const Reading = z
  .strictObject({
    last_message_id: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as MessageId)
      .optional()
      .openapi({ type: 'integer', description: 'By default the newest' }),
  })
  .openapi('Reading')
const Done = z.object({ success: z.literal(true), message: z.string() }).openapi('Done')
const MARKED: Record<Locale, string> = {
  'pt-BR': 'Marcado como lido',
  es: 'Marcado como leído',
  en: 'Marked as read',
  ru: 'Отмечено как прочитанное',
}

/** Finding and reading tickets, and how far somebody has read. */
export function ticketReadingRoutes(ports: Ports, { timeZone }: Config) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets',
      action: 'tickets:list',
      problems: ['user-not-found'],
      tags,
      summary: 'Find tickets',
      description:
        'Requesters find their own, the team finds all. By cursor, no ticket is missed or shown twice because others ' +
        'come in meanwhile; one that is changed moves in orders that go by what was changed.',
      request: { query: TicketQuery },
      responses: { 200: json(pageOf(ListedTicket), 'A page of tickets') },
    }),
    async (c) => {
      const caller = callerOf(c)
      const { locale } = c.var.visit
      const { user_id, ...asked } = c.req.valid('query')
      const query = { ...asked, requester_id: asked.requester_id ?? user_id }
      const place = placeOf(query)
      const found = await listTickets(ports, caller, query, { ...place, timeZone })
      const rows = found.found.map(({ row }) => row)
      const ids = rows.map(({ id }) => id)
      const isForTeam = isOfTheTeam(caller)
      const [slaOf, files, notes, pending, unread] = await Promise.all([
        readSla(ports.db, rows, ports.clock()),
        countFiles(ports.db, ids, { isForTeam }),
        isForTeam ? countNotes(ports.db, ids) : null,
        isForTeam ? pendingChangesOf(ports.db, ids) : null,
        unreadInCopy(ports.db, caller, rows),
      ])
      const shown = found.found.map(({ row, category }) => ({
        ...showTicket(row, { caller, locale, category, sla: slaOf(row), unread }),
        file_count: files.get(row.id) ?? 0,
        note_count: notes?.get(row.id) ?? 0,
        pending_changes: pending?.get(row.id) ?? [],
      }))
      return c.json(page(shown, { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets.csv',
      action: 'tickets:export',
      problems: ['user-not-found'],
      tags,
      summary: 'All tickets that are asked for, for spreadsheets',
      description: 'By the filters of the list; without a limit, the newest first.',
      request: { query: TicketFilter },
      responses: {
        200: { description: 'A line for each', content: { 'text/csv': { schema: z.string() } } },
      },
    }),
    async (c) => {
      const lines = await exportTickets(ports, callerOf(c), c.req.valid('query'), timeZone)
      return answerCsv(c, 'tickets', lines)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets/{ticket_id}',
      action: 'ticket:read',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Read a ticket',
      description: 'With its files and what was said last. The ETag is for If-Match.',
      request: { params },
      responses: { 200: json(TicketDetail, 'The ticket') },
    }),
    async (c) => {
      const ticket = await readTicket(ports, callerOf(c), c.req.valid('param').ticket_id, c.var.visit.locale)
      c.header('ETag', etagOf(ticket))
      return c.json(ticket, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets/{ticket_id}/messages',
      action: 'ticket:read',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Read what was said',
      description: 'The first page is the newest; within a page the oldest come first.',
      request: { params, query: MessageQuery },
      responses: { 200: json(pageOf(Message), 'A page of messages') },
    }),
    async (c) => {
      const { before, ...query } = c.req.valid('query')
      const place = placeOf({ ...query, cursor: query.cursor ?? before })
      const { locale } = c.var.visit
      const id = c.req.valid('param').ticket_id
      const timeline = await listMessages(ports, callerOf(c), id, { ...place, locale })
      return c.json(page(timeline.messages, { ...timeline, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/read',
      action: 'ticket:read',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Mark a ticket as read',
      request: { params, body: { required: false, content: jsonBody(Reading).body.content } },
      responses: { 200: json(Done, 'It is') },
    }),
    async (c) => {
      await markRead(ports, callerOf(c), c.req.valid('param').ticket_id, c.req.valid('json').last_message_id)
      return c.json({ success: true as const, message: MARKED[c.var.visit.locale] }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets/{ticket_id}/audit',
      action: 'ticket:audit',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Read who changed what',
      request: { params, query: z.object(pageQuery) },
      responses: { 200: json(pageOf(AuditLine), 'A page of changes, the latest first') },
    }),
    async (c) => {
      const place = placeOf(c.req.valid('query'))
      const found = await listAudit(ports, callerOf(c), c.req.valid('param').ticket_id, place)
      return c.json(page(found.lines, { ...found, ...place }), 200)
    },
  )

  return routes
}
