import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  run({ portal, caller }) {
    const row = portal.db.get('SELECT * FROM users WHERE ID = ?', caller.userId)
    if (!row) throw new PortalFailure(401, 'authorization_error', 'Unable to authorize user')
    return {
      result: {
        ID: String(row.ID),
        ADMIN: row.ADMIN === 1,
        NAME: row.NAME,
        LAST_NAME: row.LAST_NAME,
        PERSONAL_GENDER: '',
        TIME_ZONE: '',
      },
    }
  },
}
