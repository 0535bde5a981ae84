import type { Row } from '#sandbox/bitrix24/database.ts'
import { issueTokens } from '#sandbox/bitrix24/oauth/tokens.ts'
import type { Change, Portal } from '#sandbox/bitrix24/portal.ts'
import type { Faults } from '#sandbox/faults.ts'
import { WEBHOOK_EVENTS } from './catalog.ts'
import { watchOffline } from './offline.ts'
import { eventBody } from './payload.ts'
import { createQueue, type Delivery, type SentEvent } from './queue.ts'
import { createReorder } from './reorder.ts'

const MOST_REMEMBERED = 50_000

export type Events = {
  sent(): SentEvent[]
  forget(): void
  isIdle(): boolean
  /** To one application alone, as when it is installed. */
  tell(url: string, event: string, object: string, body: () => string): void
  stop(): void
}

/** Tells outgoing webhooks and applications what changed: ids only, each once, none of them ever again. */
export function startEvents(portal: Portal, faults: Faults): Events {
  let sent: SentEvent[] = []
  let postponed = 0
  const queues = new Map<string, ReturnType<typeof createQueue>>()
  const timers = new Set<NodeJS.Timeout>()
  const report = (one: SentEvent) => {
    sent.push(one)
    if (sent.length > 2 * MOST_REMEMBERED) sent = sent.slice(-MOST_REMEMBERED)
  }
  const reorder = createReorder(push)

  function push(delivery: Delivery): void {
    const queue = queues.get(delivery.url) ?? createQueue(report, portal.now)
    queues.set(delivery.url, queue)
    queue.push(delivery)
  }
  function later(ms: number, work: () => void): void {
    postponed += 1
    const timer = setTimeout(() => {
      timers.delete(timer)
      postponed -= 1
      work()
    }, ms)
    timers.add(timer)
  }

  function deliver(delivery: Delivery): void {
    let copies = 1
    let delayMs = 0
    let shuffled: { window: number; chance: () => number } | undefined
    for (const fault of faults.forEvent(delivery.event)) {
      if (fault.effect === 'drop') {
        const { event, object, url } = delivery
        report({ at: portal.now(), event, object, url, outcome: 'dropped', status: null, tookMs: 0 })
        return
      }
      if (fault.effect === 'duplicate') copies = fault.times
      else if (fault.effect === 'delay') delayMs += fault.ms
      else shuffled = fault
    }
    const go = () => (shuffled ? reorder.add(delivery, shuffled) : push(delivery))
    for (let copy = 0; copy < copies; copy++) delayMs > 0 ? later(delayMs, go) : go()
  }

  function toWebhook(hook: Row, { event, object, data }: Change): void {
    const wanted: unknown = JSON.parse(String(hook.EVENTS))
    if (!Array.isArray(wanted) || !(wanted.includes('*') || wanted.includes(event))) return
    const token = String(hook.TOKEN)
    deliver({
      event,
      object,
      url: String(hook.URL),
      body: () => eventBody(portal, event, Number(hook.ID), data, { application_token: token }),
    })
  }

  function toApplication(handler: Row, { event, object, data, actor }: Change): void {
    const clientId = String(handler.CLIENT_ID)
    // The token acts as whoever made the change, unless the handler was bound to somebody.
    const userId = Number(handler.AUTH_TYPE) || actor.userId
    const body = () =>
      eventBody(portal, event, Number(handler.ID), data, applicationAuth(portal, clientId, userId))
    deliver({ event, object, url: String(handler.HANDLER), body })
  }

  portal.changes.on('change', (change) => {
    if (WEBHOOK_EVENTS.includes(change.event))
      for (const hook of portal.db.all('SELECT * FROM webhooks')) toWebhook(hook, change)
    const handlers = portal.db.all('SELECT * FROM handlers WHERE OFFLINE = 0 AND EVENT = ?', change.event)
    for (const handler of handlers) toApplication(handler, change)
  })
  const offline = watchOffline(portal, (handler, clientId) => {
    const body = () =>
      eventBody(portal, 'ONOFFLINEEVENT', Number(handler.ID), {}, withRefresh(portal, clientId))
    deliver({ event: 'ONOFFLINEEVENT', object: clientId, url: String(handler.HANDLER), body })
  })

  return {
    sent: () => sent.slice(-MOST_REMEMBERED),
    forget() {
      sent = []
    },
    isIdle: () =>
      postponed === 0 && reorder.isIdle() && [...queues.values()].every((queue) => queue.isIdle()),
    tell: (url, event, object, body) => deliver({ event, object, url, body }),
    stop() {
      for (const timer of timers) clearTimeout(timer)
      for (const queue of queues.values()) queue.stop()
      reorder.stop()
      offline.stop()
    },
  }
}

function applicationAuth(portal: Portal, clientId: string, userId: number) {
  const { refresh_token: _refresh, ...auth } = withRefresh(portal, clientId, userId)
  return auth
}

function withRefresh(portal: Portal, clientId: string, userId?: number) {
  const row = portal.db.get('SELECT * FROM applications WHERE CLIENT_ID = ?', clientId)
  const tokens = issueTokens(portal, clientId, userId ?? Number(row?.USER_ID ?? 1))
  return {
    access_token: tokens.access_token,
    expires: tokens.expires,
    expires_in: tokens.expires_in,
    scope: tokens.scope,
    status: tokens.status,
    user_id: tokens.user_id,
    refresh_token: tokens.refresh_token,
    application_token: String(row?.APPLICATION_TOKEN ?? ''),
  }
}
