import { timingSafeEqual } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { countAttempt, LIMITS } from '#src/accounts/attempts.ts'
import { isDatabaseAway, isDiskFull } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'
import { type Edge, newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { readFormBody } from '#src/http/form-body.ts'
import type { Ports } from '#src/ports.ts'
import type { Inbox } from '#src/sync/keep-events.ts'

export const CRM_EVENTS_PATH = '/webhook-bitrix24'

type Needed = Pick<Ports, 'db' | 'crm' | 'clock'> & {
  inbox: Inbox
  /** How the address ends that our application is told at; null: there is no application. */
  eventKey: string | null
}

const Key = z.object({ key: z.string().max(100) })

/** S-01: where the CRM tells what happened, once and never again. */
export function crmEventRoutes(needed: Needed) {
  const { crm, inbox, eventKey } = needed
  const refuse = createRefusal(needed)
  const keep = async (c: Context<Edge>) => {
    const event = await crm.readEvent(await readFormBody(c))
    if (!event) return refuse(c)
    await inbox.keep(event)
  }
  const routes = newRoutes()
  routes.openapi(event(CRM_EVENTS_PATH, "The portal's outgoing webhook tells what happened"), async (c) => {
    await keep(c)
    return c.json('OK' as const, 200)
  })
  if (eventKey === null) return routes
  routes.openapi(
    {
      ...event(`${CRM_EVENTS_PATH}/{key}`, 'Our application is told what happened'),
      request: { params: Key },
    },
    async (c) => {
      if (!isSame(c.req.valid('param').key, eventKey)) throw new DomainError('not-found')
      await keep(c)
      return c.json('OK' as const, 200)
    },
  )
  return routes
}

const event = <const P extends string>(path: P, summary: string) =>
  endpoint({
    method: 'post',
    path,
    action: 'crm:tell',
    problems: [
      'crm-event-refused',
      'too-many-attempts',
      'not-found',
      'body-too-large',
      'content-type-not-supported',
      'request-timeout',
    ],
    tags: ['crm'],
    summary,
    responses: { 200: json(z.literal('OK'), 'Kept, and looked at in a moment') },
  })

function isSame(given: string, known: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(known)]
  return one.byteLength === other.byteLength && timingSafeEqual(one, other)
}

const MOST_REMEMBERED = 10_000

/** Whoever bears a right token was let in before: nobody behind the same address is kept out by others' guesses. */
function createRefusal({ db, clock }: Needed) {
  /** Until when an address has to wait: a flood of guesses shall not become one of questions to Postgres. */
  const waiting = new Map<string, number>()

  return async (c: Context<Edge>): Promise<never> => {
    const { network } = c.var.visit
    const now = clock()
    const waitMs = (waiting.get(network) ?? 0) - now.getTime()
    if (waitMs > 0) throw new DomainError('too-many-attempts', { seconds: Math.ceil(waitMs / 1000) })
    try {
      await countAttempt(db, LIMITS.crmEventAddress, network, now)
    } catch (error) {
      if (error instanceof DomainError && error.code === 'too-many-attempts') {
        if (waiting.size >= MOST_REMEMBERED) waiting.clear()
        waiting.set(network, now.getTime() + Number(error.params.seconds) * 1000)
        throw error
      }
      if (!isDatabaseAway(error) && !isDiskFull(error)) throw error
    }
    throw new DomainError('crm-event-refused')
  }
}
