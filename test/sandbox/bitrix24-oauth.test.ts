import { expect, test } from 'vitest'
import { openListener, openPortal, type Portal } from './portal.ts'

type Tokens = Record<'access_token' | 'refresh_token' | 'member_id', string> &
  Record<'expires' | 'expires_in', number>
type Application = { clientId: string; clientSecret: string; applicationToken: string; tokens: Tokens }

const install = (portal: Portal, more: object = {}) =>
  portal.control('POST', 'applications', more) as unknown as Promise<Application>

const token = (portal: Portal, params: Record<string, string>) =>
  portal.send('GET', `${portal.url}/oauth/token/?${new URLSearchParams(params)}`)

test('the authorization page sends the browser back with a code that is good once, and for thirty seconds', async () => {
  await using portal = await openPortal()
  const { clientId, clientSecret } = await install(portal, { redirectUrl: 'https://ponte.example/back' })
  const authorize = async () => {
    const url = `${portal.url}/oauth/authorize/?client_id=${clientId}&state=abc&user=43`
    const response = await fetch(url, { redirect: 'manual' })
    return new URL(response.headers.get('location') ?? '')
  }
  const back = await authorize()
  expect(back.origin + back.pathname).toBe('https://ponte.example/back')
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    state: 'abc',
    domain: new URL(portal.url).host,
  })
  const exchange = (code: string) =>
    token(portal, {
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      code,
    })
  const code = back.searchParams.get('code') ?? ''
  const { body } = await exchange(code)
  expect(body).toMatchObject({ expires_in: 3600, status: 'L', user_id: 43 })
  expect(await exchange(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  const late = (await authorize()).searchParams.get('code') ?? ''
  await portal.control('POST', 'clock', { forwardSeconds: 31 })
  expect(await exchange(late)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
})

test('an access token expires after an hour; each refresh token is good once and brings the next pair', async () => {
  await using portal = await openPortal()
  const { clientId, clientSecret, tokens } = await install(portal)
  const call = (auth: string) => portal.send('POST', `${portal.url}/rest/server.time`, { auth })
  expect((await call(tokens.access_token)).status).toBe(200)
  await portal.control('POST', 'clock', { forwardSeconds: 3_601 })
  expect(await call(tokens.access_token)).toMatchObject({ status: 401, body: { error: 'expired_token' } })
  const refresh = (refreshToken: string) =>
    token(portal, {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    })
  const { body } = await refresh(tokens.refresh_token)
  expect(body).toMatchObject({ expires: expect.any(Number), expires_in: 3600, member_id: tokens.member_id })
  expect(body.refresh_token).not.toBe(tokens.refresh_token)
  expect((await call(String(body.access_token))).status).toBe(200)
  expect(await refresh(tokens.refresh_token)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
})

test('an application that nobody knows is told so with the status of success', async () => {
  await using portal = await openPortal()
  const { clientId } = await install(portal)
  const ask = (params: object) =>
    token(portal, { grant_type: 'refresh_token', refresh_token: 'x', ...params })
  expect(await ask({ client_id: 'nobody' })).toEqual({ status: 200, body: { error: 'wrong_client' } })
  expect(await ask({ client_id: clientId, client_secret: 'wrong' })).toEqual({
    status: 400,
    body: { error: 'invalid_client' },
  })
})

test('tokens are given to a POST form as well, so that the secret stays out of addresses', async () => {
  await using portal = await openPortal()
  const { clientId, clientSecret, tokens } = await install(portal)
  const response = await fetch(`${portal.url}/oauth/token/`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: tokens.refresh_token,
    }),
  })
  expect(await response.json()).toMatchObject({ access_token: expect.any(String) })
})

test('ONAPPINSTALL brings both tokens and the token that later events are known by', async () => {
  await using portal = await openPortal()
  await using listener = await openListener()
  const { applicationToken, tokens } = await install(portal, { installUrl: listener.url })
  const [{ form }] = (await listener.until(1)) as [(typeof listener.heard)[number]]
  expect(Object.fromEntries(form)).toMatchObject({
    event: 'ONAPPINSTALL',
    'data[VERSION]': '1',
    'data[INSTALLED]': 'Y',
    'auth[access_token]': tokens.access_token,
    'auth[refresh_token]': tokens.refresh_token,
    'auth[application_token]': applicationToken,
    'auth[expires_in]': '3600',
    'auth[member_id]': tokens.member_id,
  })
})

test('a renamed portal sends whoever calls by its old name to the new one, which its authorization server tells', async () => {
  await using portal = await openPortal()
  const { clientId, clientSecret, tokens } = await install(portal)
  const renamed = portal.url.replace('localhost', '127.0.0.1')
  await portal.control('POST', 'rename', { address: renamed })
  const call = (base: string) =>
    fetch(`${base}/rest/crm.item.add`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      redirect: 'manual',
      body: JSON.stringify({ entityTypeId: 2, fields: { categoryId: 19 }, auth: tokens.access_token }),
    })
  const old = await call(portal.url)
  expect([old.status, old.headers.get('location')]).toEqual([302, `${renamed}/rest/crm.item.add`])
  expect(await portal.control('GET', 'counts')).toMatchObject({ deals: 40 })
  expect((await call(renamed)).status).toBe(200)
  const { body } = await token(portal, {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: tokens.refresh_token,
  })
  expect(body).toMatchObject({
    client_endpoint: `${renamed}/rest/`,
    server_endpoint: `${portal.url}/rest/`,
    member_id: tokens.member_id,
  })
})
