import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { Events } from '#sandbox/bitrix24/events/events.ts'
import { eventBody } from '#sandbox/bitrix24/events/payload.ts'
import { issueTokens } from '#sandbox/bitrix24/oauth/tokens.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { ALL_SCOPES } from '#sandbox/bitrix24/rest/credentials.ts'

const Text = z.string().min(1).max(500)

export const NewApplication = z.strictObject({
  clientId: Text.optional(),
  clientSecret: Text.optional(),
  title: Text.default('Ponte'),
  scopes: z.array(Text).default([...ALL_SCOPES]),
  /** Where the authorization page sends the browser back to. */
  redirectUrl: z.url().optional(),
  /** Where ONAPPINSTALL goes, at once. */
  installUrl: z.url().optional(),
  userId: z.int().positive().default(1),
})

/** A local application as an administrator adds it in the portal. */
export function installApplication(
  portal: Portal,
  events: Events,
  application: z.output<typeof NewApplication>,
) {
  const clientId =
    application.clientId ?? `local.${randomBytes(7).toString('hex')}.${randomBytes(4).toString('hex')}`
  const clientSecret = application.clientSecret ?? randomBytes(25).toString('hex')
  const applicationToken = randomBytes(16).toString('hex')
  portal.db.run('DELETE FROM applications WHERE CLIENT_ID = ?', clientId)
  // An application that is added again has lost its handlers.
  portal.db.run('DELETE FROM handlers WHERE CLIENT_ID = ?', clientId)
  portal.db.run(
    `INSERT INTO applications (CLIENT_ID, CLIENT_SECRET, APPLICATION_TOKEN, TITLE, SCOPE, REDIRECT_URL, INSTALL_URL, USER_ID, INSTALLED)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    clientId,
    clientSecret,
    applicationToken,
    application.title,
    application.scopes.join(','),
    application.redirectUrl ?? null,
    application.installUrl ?? null,
    application.userId,
  )
  const tokens = issueTokens(portal, clientId, application.userId)
  if (application.installUrl) {
    const data = { VERSION: 1, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'br' }
    const { domain: _domain, member_id: _memberId, ...auth } = tokens
    events.tell(application.installUrl, 'ONAPPINSTALL', clientId, () =>
      eventBody(portal, 'ONAPPINSTALL', 0, data, { ...auth, application_token: applicationToken }),
    )
  }
  return { clientId, clientSecret, applicationToken, tokens }
}

export function listApplications(portal: Portal) {
  return portal.db
    .all('SELECT * FROM applications ORDER BY CLIENT_ID')
    .map(({ CLIENT_ID, TITLE, SCOPE, REDIRECT_URL, INSTALL_URL, USER_ID }) => ({
      clientId: CLIENT_ID,
      title: TITLE,
      scopes: String(SCOPE).split(','),
      redirectUrl: REDIRECT_URL,
      installUrl: INSTALL_URL,
      userId: USER_ID,
    }))
}

export function removeApplications(portal: Portal): void {
  for (const table of ['applications', 'handlers', 'token_pairs', 'authorization_codes', 'offline_events'])
    portal.db.exec(`DELETE FROM ${table}`)
}
