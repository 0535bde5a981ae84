import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const preflight = (origin: string) =>
  fetch(`${world.url}/auth/login`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  })

test('A-06: pages of ours may call, with cookies; others may not, however alike they look', async () => {
  const ours = await preflight(world.url)
  expect(ours.headers.get('access-control-allow-origin')).toBe(world.url)
  expect(ours.headers.get('access-control-allow-credentials')).toBe('true')
  for (const origin of [
    'https://evil.example',
    `${world.url}.evil.example`,
    world.url.replace('http', 'https'),
    'null',
    `${world.url}/`,
  ]) {
    expect((await preflight(origin)).headers.get('access-control-allow-origin'), origin).toBeNull()
  }
})

test('A-17: a change asked for with cookies needs an origin of ours and a body no form can send', async () => {
  const maria = await world.signIn('1001')
  const cookie = [...maria.cookies].map((pair) => pair.join('=')).join('; ')
  const send = async (headers: Record<string, string>, body?: string) => {
    const response = await fetch(`${world.url}/auth/users/me/phone`, {
      method: 'POST',
      headers: { cookie, ...headers },
      ...(body !== undefined && { body }),
    })
    return ((await response.json()) as { code?: string }).code ?? response.status
  }
  const json = { 'content-type': 'application/json' }
  const body = '{"phone":"11 98765-4321"}'
  const origin = world.url
  expect(await send({ origin, ...json }, body)).toBe(200)
  expect(await send({ ...json }, body)).toBe('origin-not-allowed')
  expect(await send({ origin: 'https://evil.example', ...json }, body)).toBe('origin-not-allowed')
  expect(await send({ origin: 'null', ...json }, body)).toBe('origin-not-allowed')
  expect(await send({ origin, 'content-type': 'text/plain' }, body)).toBe('origin-not-allowed')
  expect(await send({ origin, 'content-type': 'application/x-www-form-urlencoded' }, 'a=b')).toBe(
    'origin-not-allowed',
  )
  const form = { origin, 'content-type': 'multipart/form-data; boundary=x' }
  expect(await send(form, '--x--')).toBe('origin-not-allowed')
  expect(await send({ ...form, 'sec-fetch-site': 'cross-site' }, '--x--')).toBe('origin-not-allowed')
  expect(await send({ ...form, 'sec-fetch-site': 'same-origin' }, '--x--')).toBe('content-type-not-supported')
  expect(await send({ ...form, 'sec-fetch-site': 'same-site' }, '--x--')).toBe('content-type-not-supported')
  expect(await send({ ...form, 'x-requested-with': 'ponte' }, '--x--')).toBe('content-type-not-supported')
})

test('A-17: Bearer callers need none of that; a bad Bearer is not rescued by a good cookie', async () => {
  const maria = await world.signIn('1001')
  const send = (headers: Record<string, string>) =>
    fetch(`${world.url}/auth/users/me/phone`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"phone":"11 98765-4321"}',
    })
  const authorization = `Bearer ${maria.cookies.get('access_token')}`
  expect((await send({ authorization })).status).toBe(200)
  expect((await send({ authorization, origin: 'https://app.example' })).status).toBe(200)
  const cookie = `access_token=${maria.cookies.get('access_token')}`
  expect((await send({ authorization: 'Bearer x', cookie, origin: world.url })).status).toBe(401)
})

test('A-17: what the browser may add by itself, as Basic for a proxy, does not stand for Bearer', async () => {
  const maria = await world.signIn('1001')
  const headers = { origin: 'https://evil.example', authorization: 'Basic eDp5' }
  for (const path of ['/auth/logout', '/auth/refresh-token', '/api/v1/session/refresh']) {
    expect((await maria.post(path, undefined, headers)).status, path).toBe(403)
  }
  const bearer = { origin: 'https://evil.example', authorization: 'Bearer of-somebody' }
  expect((await maria.post('/auth/refresh-token', undefined, bearer)).body).toMatchObject({
    code: 'refresh-token-missing',
  })
  const own = { authorization: `Bearer ${maria.cookies.get('access_token')}` }
  expect((await maria.post('/auth/logout', undefined, bearer)).status).toBe(200)
  expect((await world.visitor().get('/auth/me', own)).status, 'the session goes on').toBe(200)
})

test('nobody is signed in, or out, by a page of somebody else', async () => {
  const credentials = JSON.stringify({ matricula: '1001', password: 'ponte-demo' })
  const headers = { origin: 'https://evil.example', 'content-type': 'application/json' }
  const login = await fetch(`${world.url}/auth/login`, { method: 'POST', headers, body: credentials })
  expect(login.status).toBe(403)
  const maria = await world.signIn('1001')
  const logout = await maria.post('/auth/logout', undefined, { origin: 'https://evil.example' })
  expect(logout.status).toBe(403)
  expect((await maria.get('/auth/me')).status).toBe(200)
})
