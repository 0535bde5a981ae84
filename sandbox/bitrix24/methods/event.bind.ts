import { APPLICATION_EVENTS } from '#sandbox/bitrix24/events/catalog.ts'
import { missingParameter, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { anyCase, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller, params }) {
    const event = String(anyCase(params, 'event') ?? '').toUpperCase()
    const isOffline = String(anyCase(params, 'event_type') ?? 'online') === 'offline'
    const handler = isOffline ? '' : String(anyCase(params, 'handler') ?? '')
    const authType = Number(anyCase(params, 'auth_type') ?? 0)
    if (!event) throw missingParameter('event')
    if (!APPLICATION_EVENTS.includes(event))
      throw new PortalFailure(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found')
    if (!isOffline && !URL.canParse(handler)) throw missingParameter('handler')
    if (!caller.isAdmin && (isOffline || (authType > 0 && authType !== caller.userId)))
      throw new PortalFailure(403, 'ACCESS_DENIED', 'Access denied!')
    const connector = String(anyCase(params, 'auth_connector') ?? '')
    const there = portal.db.get(
      'SELECT ID FROM handlers WHERE CLIENT_ID = ? AND EVENT = ? AND HANDLER = ? AND OFFLINE = ? AND CONNECTOR = ?',
      caller.clientId ?? '',
      event,
      handler,
      isOffline ? 1 : 0,
      connector,
    )
    if (there) throw new PortalFailure(400, 'ERROR_HANDLER_ALREADY_EXIST', 'Unable to set event handler')
    portal.db.insert('handlers', {
      CLIENT_ID: caller.clientId ?? '',
      EVENT: event,
      HANDLER: handler,
      AUTH_TYPE: authType,
      OFFLINE: isOffline ? 1 : 0,
      CONNECTOR: connector,
      MIN_TIMEOUT: Number(mapOf(anyCase(params, 'options'))?.minTimeout ?? 1),
    })
    return { result: true }
  },
}
