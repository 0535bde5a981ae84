import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { readParams } from '#sandbox/bitrix24/rest/body.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { CODE_SECONDS, issueTokens } from './tokens.ts'

type Url = { pathname: string; query: string }

/** The authorization server: another host in the real world, another path here. */
export async function serveOauth(
  portal: Portal,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, query }: Url,
): Promise<void> {
  const params = await readParams(request, query)
  const path = pathname.replace(/\/+$/, '')
  if (path === '/oauth/authorize') return authorize(portal, params, response)
  if (path === '/oauth/token') return answerJson(response, ...exchange(portal, params))
  answerJson(response, 404, { error: 'NOT_FOUND' })
}

/** Where an employee allows an application: here everybody does, as user 1 or as the one who is named. */
function authorize(portal: Portal, params: Params, response: ServerResponse): void {
  const application = findApplication(portal, params.client_id)
  if (!application?.REDIRECT_URL) {
    response.writeHead(400, { 'Content-Type': 'text/html; charset=utf-8' }).end('<h1>wrong_client</h1>')
    return
  }
  const code = randomBytes(35).toString('hex')
  portal.db.run(
    'INSERT INTO authorization_codes (CODE, CLIENT_ID, USER_ID, EXPIRES) VALUES (?, ?, ?, ?)',
    code,
    application.CLIENT_ID ?? null,
    Number(params.user ?? 1),
    portal.now() + CODE_SECONDS,
  )
  const target = new URL(String(application.REDIRECT_URL))
  const back = {
    code,
    state: String(params.state ?? ''),
    domain: portal.domain,
    member_id: portal.memberId,
    scope: String(application.SCOPE),
    server_domain: portal.domain,
  }
  for (const [name, value] of Object.entries(back)) target.searchParams.set(name, value)
  response.writeHead(302, { Location: target.href }).end()
}

function exchange(portal: Portal, params: Params): [status: number, body: object] {
  const application = findApplication(portal, params.client_id)
  // An unknown application is told so with the status of success.
  if (!application) return [200, { error: 'wrong_client' }]
  if (params.client_secret !== application.CLIENT_SECRET) return [400, { error: 'invalid_client' }]
  if (params.grant_type === 'authorization_code') return useCode(portal, application, params.code)
  if (params.grant_type === 'refresh_token') return refresh(portal, application, params.refresh_token)
  return [400, { error: 'invalid_request' }]
}

function useCode(portal: Portal, { CLIENT_ID: clientId = null }: Row, code: unknown): [number, object] {
  if (typeof code !== 'string' || code === '') return [400, { error: 'invalid_request' }]
  return portal.db.transaction(() => {
    const row = portal.db.get('SELECT * FROM authorization_codes WHERE CODE = ?', code)
    portal.db.run('DELETE FROM authorization_codes WHERE CODE = ?', code)
    if (row?.CLIENT_ID !== clientId || Number(row.EXPIRES) <= portal.now())
      return [400, { error: 'invalid_grant' }]
    return [200, issueTokens(portal, String(clientId), Number(row.USER_ID))]
  })
}

/** Each refresh token serves once: the answer brings the next one. */
function refresh(portal: Portal, { CLIENT_ID: clientId = null }: Row, token: unknown): [number, object] {
  if (typeof token !== 'string' || token === '') return [400, { error: 'invalid_request' }]
  return portal.db.transaction(() => {
    const row = portal.db.get('SELECT * FROM token_pairs WHERE REFRESH_TOKEN = ?', token)
    if (row?.CLIENT_ID !== clientId || Number(row.REFRESH_EXPIRES) <= portal.now())
      return [400, { error: 'invalid_grant' }]
    portal.db.run('UPDATE token_pairs SET REFRESH_TOKEN = NULL WHERE REFRESH_TOKEN = ?', token)
    return [200, issueTokens(portal, String(clientId), Number(row.USER_ID))]
  })
}

const findApplication = (portal: Portal, clientId: unknown) =>
  portal.db.get('SELECT * FROM applications WHERE CLIENT_ID = ?', String(clientId ?? ''))

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
