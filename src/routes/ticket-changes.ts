import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { PROBLEMS, type ProblemCode } from '#src/errors.ts'
import { callerOf } from '#src/http/caller.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { etagOf, IfMatch, readIfMatch } from '#src/http/if-match.ts'
import { problemText } from '#src/http/texts/problem-text.ts'
import type { Locale } from '#src/locale.ts'
import type { Config, Ports } from '#src/ports.ts'
import { changeMany, ManyWish, type OneResult } from '#src/tickets/change-many.ts'
import { type Changed, changeTicket } from '#src/tickets/change-ticket.ts'
import { CLOSE_REASONS, closeTicket } from '#src/tickets/close-ticket.ts'
import { TicketWish } from '#src/tickets/find-change.ts'
import { Merging, mergeTicket } from '#src/tickets/merge-ticket.ts'
import { MessageText } from '#src/tickets/message-text.ts'
import { rateTicket } from '#src/tickets/rate-ticket.ts'
import { Feedback, Rating } from '#src/tickets/rating.ts'
import { reopenTicket } from '#src/tickets/reopen-ticket.ts'
import { ChangedTicket, showChanged } from '#src/tickets/show-changed.ts'
import { Snoozing, snoozeTicket, wakeTicket } from '#src/tickets/snooze.ts'
import { TicketIdParam } from '#src/tickets/ticket.ts'

const tags = ['tickets']
const params = z.object({ ticket_id: TicketIdParam })

const Closing = z
  .strictObject({
    rating: Rating.optional(),
    comment: Feedback.optional(),
    reason: z.enum(CLOSE_REASONS).optional(),
  })
  .openapi('TicketClosing')
const NewRating = z.strictObject({ rating: Rating, feedback: Feedback.nullish() }).openapi('NewRating')
const Reopening = z
  .strictObject({ message: MessageText.optional().openapi({ description: 'Said on the ticket' }) })
  .openapi('TicketReopening')
const Rated = z.object({ message: z.string(), ticket: ChangedTicket }).openapi('Rated')
const ManyResults = z
  .object({
    results: z.array(
      z.object({
        id: z.int(),
        ok: z.boolean(),
        status: z.enum(['changed', 'unchanged', 'pending', 'failed']),
        code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).optional(),
        message: z.string().optional(),
      }),
    ),
  })
  .openapi('TicketsChanged')

const asked = {
  200: json(ChangedTicket, 'The ticket as it is now'),
  202: json(
    ChangedTicket,
    'The CRM has not answered yet: the ticket as it is, and in `pending_changes` what was promised',
  ),
}

export function ticketChangeRoutes(ports: Ports, config: Config) {
  const { tickets: rules } = config
  const routes = newRoutes()
  const show = async (c: Context<Edge>, { row }: Pick<Changed, 'row'>) => {
    c.header('ETag', etagOf(row))
    return showChanged(ports, row, { caller: callerOf(c), locale: c.var.visit.locale })
  }

  routes.openapi(
    endpoint({
      method: 'patch',
      path: '/api/v1/tickets/{ticket_id}',
      action: 'ticket:change',
      problems: [
        'ticket-not-found',
        'if-match-required',
        'version-conflict',
        'invalid-transition',
        'crm-rejected',
      ],
      tags,
      summary: 'Change a ticket; what the CRM shows of it is changed once the CRM has said yes',
      request: { params, headers: IfMatch, ...jsonBody(TicketWish) },
      responses: asked,
    }),
    async (c) => {
      const { ticket_id: ticketId } = c.req.valid('param')
      const match = readIfMatch(c.req.valid('header')['if-match'])
      const input = { ticketId, wish: c.req.valid('json'), match }
      const changed = await changeTicket(ports, rules, callerOf(c), input, c.var.visit)
      return c.json(await show(c, changed), changed.isPending ? 202 : 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/bulk',
      action: 'tickets:change-many',
      tags,
      summary: 'Change many tickets, each for itself',
      request: jsonBody(ManyWish),
      responses: { 200: json(ManyResults, 'What became of each') },
    }),
    async (c) => {
      const { locale } = c.var.visit
      const results = await changeMany(ports, rules, callerOf(c), c.req.valid('json'), c.var.visit)
      return c.json({ results: results.map((result) => showResult(result, locale)) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/close',
      action: 'ticket:close',
      problems: ['ticket-not-found', 'invalid-transition', 'rating-not-open', 'crm-rejected'],
      tags,
      summary: 'Close a ticket; whoever asked for help may say how it went',
      request: { params, ...jsonBody(Closing) },
      responses: asked,
    }),
    async (c) => {
      const closing = { ticketId: c.req.valid('param').ticket_id, ...c.req.valid('json') }
      const changed = await closeTicket(ports, rules, callerOf(c), closing, c.var.visit)
      return c.json(await show(c, changed), changed.isPending ? 202 : 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/rating',
      action: 'ticket:rate',
      problems: ['ticket-not-found', 'ticket-not-resolved', 'rating-not-open'],
      tags,
      summary: 'Say how it went; a resolved ticket is closed by it',
      request: { params, ...jsonBody(NewRating) },
      responses: { 200: json(Rated, 'The ticket as it is now') },
    }),
    async (c) => {
      const { ticket_id } = c.req.valid('param')
      const { rating, feedback } = c.req.valid('json')
      const given = { rating, feedback: feedback ?? undefined }
      const row = await rateTicket(ports, callerOf(c), ticket_id, given, c.var.visit)
      return c.json({ message: 'Rating submitted', ticket: await show(c, { row }) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/reopen',
      action: 'ticket:reopen',
      problems: [
        'ticket-not-found',
        'invalid-transition',
        'reopen-window-over',
        'ticket-merged',
        'crm-rejected',
      ],
      tags,
      summary: 'Open again what was over',
      request: { params, ...jsonBody(Reopening) },
      responses: asked,
    }),
    async (c) => {
      const input = { ticketId: c.req.valid('param').ticket_id, ...c.req.valid('json') }
      const changed = await reopenTicket(ports, config, callerOf(c), input, c.var.visit)
      return c.json(await show(c, changed), changed.isPending ? 202 : 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/snooze',
      action: 'ticket:change',
      problems: ['ticket-not-found', 'ticket-closed'],
      tags,
      summary: 'Put a ticket off; it is back at its time, or as soon as the requester writes',
      request: { params, ...jsonBody(Snoozing) },
      responses: { 200: json(ChangedTicket, 'The ticket as it is now') },
    }),
    async (c) => {
      const wish = { ticketId: c.req.valid('param').ticket_id, ...c.req.valid('json') }
      const row = await snoozeTicket(ports, callerOf(c), wish, c.var.visit)
      return c.json(await show(c, { row }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/tickets/{ticket_id}/snooze',
      action: 'ticket:change',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Put a ticket off no longer',
      request: { params },
      responses: { 200: json(ChangedTicket, 'The ticket as it is now') },
    }),
    async (c) => {
      const row = await wakeTicket(ports, callerOf(c), c.req.valid('param').ticket_id, c.var.visit)
      return c.json(await show(c, { row }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/tickets/{ticket_id}/merge',
      action: 'ticket:change',
      problems: ['ticket-not-found', 'ticket-merged', 'other-requester'],
      tags,
      summary: 'Merge a ticket into another one',
      description:
        'It is closed, and its history is shown in the other one, which everybody follows who followed it or asked for it. The CRM ' +
        'is told on both deals. Asked again, it is done already. Reopening it takes the merge back.',
      request: { params, ...jsonBody(Merging) },
      responses: { 200: json(ChangedTicket, 'The ticket that was merged') },
    }),
    async (c) => {
      const wish = { ticketId: c.req.valid('param').ticket_id, ...c.req.valid('json') }
      const row = await mergeTicket(ports, callerOf(c), wish, c.var.visit)
      return c.json(await show(c, { row }), 200)
    },
  )

  return routes
}

const showResult = ({ id, status, problem }: OneResult, locale: Locale) => ({
  id,
  ok: status !== 'failed',
  status,
  ...(problem && {
    code: problem.code,
    message: problemText(problem.code, problem.params, locale),
  }),
})
