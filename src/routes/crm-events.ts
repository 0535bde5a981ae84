import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import { isDatabaseAway } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { readFormBody } from '#src/http/form-body.ts'
import type { Ports } from '#src/ports.ts'
import type { Inbox } from '#src/sync/inbox.ts'

export const CRM_EVENTS_PATH = '/webhook-bitrix24'

type Needed = Pick<Ports, 'db' | 'crm' | 'clock'> & { inbox: Inbox }

/** S-01: where the CRM tells of what happened. `ownPath`: the same once more, for our application, where nobody can guess it. */
export function crmEventRoutes(needed: Needed, ownPath: string | null) {
  const routes = newRoutes()
  for (const path of ownPath === null ? [CRM_EVENTS_PATH] : [CRM_EVENTS_PATH, ownPath])
    routes.openapi(
      endpoint({
        method: 'post',
        path,
        action: 'crm:tell',
        problems: [
          'crm-event-refused',
          'too-many-attempts',
          'body-too-large',
          'content-type-not-supported',
          'request-timeout',
        ],
        tags: ['crm'],
        summary: 'Called by the CRM when something happened there',
        responses: { 200: json(z.literal('OK'), 'Kept, and looked at in a moment') },
        hide: path === ownPath,
      }),
      async (c) => {
        const event = await needed.crm.readEvent(await readFormBody(c))
        if (!event) return refuse(c, needed)
        await needed.inbox.keep(event)
        return c.json('OK' as const, 200)
      },
    )
  return routes
}

/** Whoever bears a right token was let in before, so that nobody behind the same address is kept out by others' guesses. */
async function refuse(c: Context<Edge>, { db, clock }: Needed): Promise<never> {
  try {
    await countAttempt(db, LIMITS.crmEventAddress, c.var.visit.network, clock())
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
  }
  throw new DomainError('crm-event-refused')
}
