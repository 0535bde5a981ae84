import type { Events } from '#sandbox/bitrix24/events/events.ts'
import type { SentEvent } from '#sandbox/bitrix24/events/queue.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

export type Sent = { latest: SentEvent[]; hasListeners: boolean }

const MOST = 50

/** Newest first. */
export function readSent({ db }: Portal, events: Events): Sent {
  const listener = db.get('SELECT 1 AS FOUND FROM webhooks UNION ALL SELECT 1 FROM handlers LIMIT 1')
  return { latest: events.sent().slice(-MOST).reverse(), hasListeners: listener !== undefined }
}
