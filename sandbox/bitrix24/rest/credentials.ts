import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import type { Caller } from './call.ts'

/** Every employee has an incoming webhook with this secret. */
export const WEBHOOK_SECRET = 'sandbox'

export const ALL_SCOPES: ReadonlySet<string> = new Set([
  'crm',
  'user',
  'user_basic',
  'department',
  'disk',
  'placement',
])

export function webhookCaller(portal: Portal, userId: number, secret: string): Caller {
  const user = portal.db.get('SELECT ACTIVE, ADMIN FROM users WHERE ID = ?', userId)
  if (secret !== WEBHOOK_SECRET || !user)
    throw new PortalFailure(401, 'INVALID_CREDENTIALS', 'Invalid request credentials')
  if (user.ACTIVE !== 1) throw new PortalFailure(401, 'authorization_error', 'Unable to authorize user')
  return {
    userId,
    kind: 'webhook',
    isAdmin: user.ADMIN === 1,
    credential: `webhook ${userId}`,
    scopes: ALL_SCOPES,
  }
}

export function applicationCaller(portal: Portal, token: unknown): Caller {
  if (typeof token !== 'string' || token === '')
    throw new PortalFailure(401, 'NO_AUTH_FOUND', 'Wrong authorization data')
  const pair = portal.db.get('SELECT * FROM token_pairs WHERE ACCESS_TOKEN = ?', token)
  if (!pair) throw new PortalFailure(401, 'invalid_token', 'Unable to get application by token')
  if (Number(pair.EXPIRES) <= portal.now())
    throw new PortalFailure(401, 'expired_token', 'The access token provided has expired.')
  const application = portal.db.get('SELECT * FROM applications WHERE CLIENT_ID = ?', pair.CLIENT_ID ?? null)
  if (!application) throw new PortalFailure(401, 'APPLICATION_NOT_FOUND', 'Application not found')
  const user = portal.db.get('SELECT ACTIVE, ADMIN FROM users WHERE ID = ?', pair.USER_ID ?? null)
  if (user?.ACTIVE !== 1) throw new PortalFailure(401, 'authorization_error', 'Unable to authorize user')
  return {
    userId: Number(pair.USER_ID),
    clientId: String(pair.CLIENT_ID),
    kind: 'application',
    isAdmin: user.ADMIN === 1,
    credential: `application ${pair.CLIENT_ID}`,
    scopes: new Set(String(application.SCOPE).split(',')),
  }
}
