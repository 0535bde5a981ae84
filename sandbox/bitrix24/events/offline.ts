import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Change, Portal } from '#sandbox/bitrix24/portal.ts'
import { secondOf } from '#sandbox/bitrix24/portal.ts'

/** The queue of an application keeps one row for each object that changed: a list of what is dirty, and no log. */
export function watchOffline(portal: Portal, signal: (handler: Row, clientId: string) => void) {
  const lastSignals = new Map<string, number>()
  const timers = new Set<NodeJS.Timeout>()

  portal.changes.on('announced', (change) => {
    for (const handler of portal.db.all(
      'SELECT * FROM handlers WHERE OFFLINE = 1 AND EVENT = ?',
      change.event,
    ))
      enqueue(portal, handler, change)
  })
  portal.changes.on('change', (change) => {
    const bound = portal.db.all(
      'SELECT DISTINCT CLIENT_ID FROM handlers WHERE OFFLINE = 1 AND EVENT = ?',
      change.event,
    )
    for (const { CLIENT_ID } of bound) ring(String(CLIENT_ID))
  })

  /** Not more often than the handler asked for. */
  function ring(clientId: string): void {
    const handler = portal.db.get(
      "SELECT * FROM handlers WHERE OFFLINE = 0 AND EVENT = 'ONOFFLINEEVENT' AND CLIENT_ID = ?",
      clientId,
    )
    if (!handler) return
    const waitMs = (lastSignals.get(clientId) ?? 0) + Number(handler.MIN_TIMEOUT) * 1_000 - Date.now()
    if (waitMs <= 0) {
      lastSignals.set(clientId, Date.now())
      signal(handler, clientId)
      return
    }
    if (lastSignals.get(`${clientId} planned`)) return
    lastSignals.set(`${clientId} planned`, 1)
    const timer = setTimeout(() => {
      timers.delete(timer)
      lastSignals.delete(`${clientId} planned`)
      ring(clientId)
    }, waitMs)
    timers.add(timer)
  }
  return {
    stop() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function enqueue(portal: Portal, handler: Row, { event, object, data, actor }: Change): void {
  // Whoever names the connector with the change does not want to hear of it.
  if (handler.CONNECTOR && handler.CONNECTOR === actor.authConnector) return
  portal.db.run(
    `INSERT INTO offline_events (CLIENT_ID, CONNECTOR, EVENT_NAME, OBJECT, DATA, TIMESTAMP_X) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (CLIENT_ID, CONNECTOR, EVENT_NAME, OBJECT) WHERE PROCESS_ID = ''
     DO UPDATE SET TIMESTAMP_X = excluded.TIMESTAMP_X, DATA = excluded.DATA`,
    handler.CLIENT_ID ?? null,
    handler.CONNECTOR ?? '',
    event,
    object,
    JSON.stringify(data),
    secondOf(portal),
  )
}
