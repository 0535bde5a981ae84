import { missingParameter } from '#sandbox/bitrix24/failure.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller, params }) {
    const event = String(anyCase(params, 'event') ?? '').toUpperCase()
    if (!event) throw missingParameter('event')
    const isOffline = String(anyCase(params, 'event_type') ?? 'online') === 'offline'
    const { changes } = portal.db.run(
      'DELETE FROM handlers WHERE CLIENT_ID = ? AND EVENT = ? AND OFFLINE = ? AND HANDLER = ?',
      caller.clientId ?? '',
      event,
      isOffline ? 1 : 0,
      isOffline ? '' : String(anyCase(params, 'handler') ?? ''),
    )
    return { result: { count: changes } }
  },
}
