import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller }) {
    const rows = portal.db.all(
      'SELECT * FROM handlers WHERE CLIENT_ID = ? ORDER BY ID',
      caller.clientId ?? '',
    )
    return {
      result: rows.map(({ EVENT, HANDLER, AUTH_TYPE, OFFLINE, CONNECTOR }) => ({
        event: EVENT,
        ...(OFFLINE === 1 ? { connector_id: CONNECTOR } : { handler: HANDLER }),
        auth_type: String(AUTH_TYPE),
        offline: OFFLINE,
      })),
    }
  },
}
