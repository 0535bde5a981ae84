import { randomBytes } from 'node:crypto'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

const ACCESS_SECONDS = 3_600
const REFRESH_SECONDS = 180 * 86_400
export const CODE_SECONDS = 30

/** A pair of tokens in the words of the authorization server's answer. */
export function issueTokens(portal: Portal, clientId: string, userId: number) {
  const application = portal.db.get('SELECT SCOPE FROM applications WHERE CLIENT_ID = ?', clientId)
  const access = randomBytes(35).toString('hex')
  const refresh = randomBytes(35).toString('hex')
  const expires = Math.floor(portal.now()) + ACCESS_SECONDS
  portal.db.run(
    'INSERT INTO token_pairs (ACCESS_TOKEN, REFRESH_TOKEN, CLIENT_ID, USER_ID, EXPIRES, REFRESH_EXPIRES) VALUES (?, ?, ?, ?, ?, ?)',
    access,
    refresh,
    clientId,
    userId,
    expires,
    expires - ACCESS_SECONDS + REFRESH_SECONDS,
  )
  return {
    access_token: access,
    expires,
    expires_in: ACCESS_SECONDS,
    scope: String(application?.SCOPE ?? ''),
    domain: portal.domain,
    server_endpoint: `${portal.authAddress}/rest/`,
    status: 'L',
    client_endpoint: `${portal.address}/rest/`,
    member_id: portal.memberId,
    user_id: userId,
    refresh_token: refresh,
  }
}
