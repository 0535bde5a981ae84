import { showUser } from '#sandbox/bitrix24/crm/people.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'user_basic',
  run({ portal, caller }) {
    const row = portal.db.get('SELECT * FROM users WHERE ID = ?', caller.userId)
    if (!row) throw new PortalFailure(401, 'authorization_error', 'Unable to authorize user')
    return { result: showUser(row) }
  },
}
