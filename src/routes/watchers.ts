import { z } from '@hono/zod-openapi'
import { Colleague, findColleagues } from '#src/accounts/find-colleagues.ts'
import { UserIdParam } from '#src/accounts/user.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { TicketIdParam } from '#src/tickets/ticket.ts'
import { addWatcher, listWatchers, removeWatcher, Watcher } from '#src/tickets/watch-ticket.ts'

const tags = ['tickets']
const params = z.object({ ticket_id: TicketIdParam })
const one = params.extend({ user_id: UserIdParam })
const Watchers = z.object({ items: z.array(Watcher) }).openapi('Watchers')

/** Who follows a ticket besides those whose it is, and whom one may ask to. */
export function watcherRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/tickets/{ticket_id}/watchers',
      action: 'ticket:read',
      problems: ['ticket-not-found'],
      tags,
      summary: 'List who follows a ticket: people of the team, and employees in copy',
      request: { params },
      responses: { 200: json(Watchers, 'In the order in which they came') },
    }),
    async (c) => {
      const items = await listWatchers(ports, callerOf(c), c.req.valid('param').ticket_id)
      return c.json({ items }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'put',
      path: '/api/v1/tickets/{ticket_id}/watchers/{user_id}',
      action: 'ticket:share',
      problems: ['ticket-not-found', 'user-not-found', 'too-many-watchers'],
      tags,
      summary: 'Let somebody follow a ticket',
      description:
        'Whose ticket it is may, and the team. Somebody in copy reads the ticket without its notes and writes on it, and does ' +
        'nothing else with it.',
      request: { params: one },
      responses: { 200: json(Watchers, 'Everybody who follows it now') },
    }),
    async (c) => {
      const { ticket_id: ticketId, user_id: userId } = c.req.valid('param')
      await addWatcher(ports, callerOf(c), { ticketId, userId }, c.var.visit)
      return c.json({ items: await listWatchers(ports, callerOf(c), ticketId) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/tickets/{ticket_id}/watchers/{user_id}',
      action: 'ticket:share',
      problems: ['ticket-not-found'],
      tags,
      summary: 'Somebody follows a ticket no more',
      description:
        'Everybody may leave. Whose ticket it is may remove those in copy, and the team may remove anybody.',
      request: { params: one },
      responses: { 204: { description: 'They do not' } },
    }),
    async (c) => {
      const { ticket_id: ticketId, user_id: userId } = c.req.valid('param')
      await removeWatcher(ports, callerOf(c), { ticketId, userId }, c.var.visit)
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/colleagues',
      action: 'colleagues:find',
      tags: ['users'],
      summary: 'Find people of the company by their names, to let them follow a ticket',
      request: { query: z.object({ q: z.string().trim().min(2).max(64) }) },
      responses: { 200: json(z.object({ items: z.array(Colleague) }), 'Up to ten, by their names') },
    }),
    async (c) => c.json({ items: await findColleagues(ports, c.req.valid('query').q) }, 200),
  )

  return routes
}
