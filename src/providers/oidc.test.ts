import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOidc } from './oidc.ts'
import type { SignOnProvider } from './sign-on.ts'

/** What a provider, or somebody who plays one, can answer. How it goes when all is well: test/api/sign-on.pg.test.ts. */

const TRIP = { state: 's', nonce: 'n-of-this-trip', verifier: 'v'.repeat(43) }
const LEFT = 'http://localhost:3000/entrar'
const SECRET = 'segredo-que-os-dois-conhecem-0123456789'
const ours = await generateKeyPair('ES256', { extractable: true })
const anothers = await generateKeyPair('ES256')

let issuer: string
let answers: Record<string, () => { status?: number; body: unknown }>
const server = createServer((request, response) => {
  const { status = 200, body } = answers[request.url ?? '']?.() ?? { status: 404, body: {} }
  if (status === 302) response.setHeader('location', `${issuer}/jwks`)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

let metadata: Record<string, unknown>
let idToken: string
let oidc: SignOnProvider
beforeEach(async () => {
  metadata = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/me`,
  }
  const key = { ...(await exportJWK(ours.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }
  idToken = await sign({})
  answers = {
    '/.well-known/openid-configuration': () => ({ body: metadata }),
    '/jwks': () => ({ body: { keys: [key] } }),
    '/token': () => ({ body: { id_token: idToken, access_token: 'a' } }),
    '/me': () => ({ body: { sub: 'maria', email: 'maria@example.com', email_verified: true } }),
  }
  const redirectUri = 'http://localhost:3000/auth/oidc/callback'
  const client = { clientId: 'ponte', clientSecret: SECRET, redirectUri, leftUri: LEFT, roles: null }
  oidc = createOidc({ issuer, ...client, clock: () => new Date() })
})

const claims = (more: Record<string, unknown>): JWTPayload => {
  const now = Math.floor(Date.now() / 1000)
  return { iss: issuer, aud: 'ponte', sub: 'maria', nonce: TRIP.nonce, iat: now, exp: now + 60, ...more }
}
const sign = (more: Record<string, unknown>, key = ours.privateKey) =>
  new SignJWT(claims(more)).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(key)
const identify = async (issuer?: string) => (await oidc.identify({ code: 'c', issuer }, TRIP)).identity

test('a token that is right says who it is, and userinfo the address', async () => {
  expect(await identify()).toEqual({
    ...{ issuer, subject: 'maria', email: 'maria@example.com', isEmailVerified: true, name: null },
    role: null,
  })
  idToken = await sign({ aud: ['ponte', 'outro'], azp: 'ponte', email: 'M@Example.com' })
  expect(await identify(issuer)).toMatchObject({ email: 'm@example.com', isEmailVerified: false })
})

test.each<[string, () => Promise<string> | string]>([
  ['signed with another key', () => sign({}, anothers.privateKey)],
  ['signed by nobody', () => new UnsecuredJWT(claims({})).encode()],
  [
    'signed with the secret of the client',
    () => new SignJWT(claims({})).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET)),
  ],
  ['of another trip', () => sign({ nonce: 'of another' })],
  ['of no trip', () => sign({ nonce: undefined })],
  ['of another issuer', () => sign({ iss: 'https://evil.example' })],
  ['for another client', () => sign({ aud: 'outro' })],
  ['for several, made for another', () => sign({ aud: ['ponte', 'outro'], azp: 'outro' })],
  ['for several, made for nobody', () => sign({ aud: ['ponte', 'outro'] })],
  ['made for another, though for us', () => sign({ azp: 'outro' })],
  ['too old', () => sign({ exp: Math.floor(Date.now() / 1000) - 60 })],
  ['for ever', () => sign({ exp: undefined })],
  ['about nobody', () => sign({ sub: undefined })],
  ['no token at all', () => 'x.y.z'],
])('a token is refused: %s', async (_name, make) => {
  idToken = await make()
  await expect(identify()).rejects.toMatchObject({ name: 'SignOnError', why: 'refused' })
})

test('an answer of another issuer is refused, and one that does not say so where it should', async () => {
  await expect(identify('https://evil.example')).rejects.toMatchObject({ why: 'refused' })
  metadata.authorization_response_iss_parameter_supported = true
  await expect(identify()).resolves.toMatchObject({ subject: 'maria' })
  oidc = createOidc({
    issuer,
    clientId: 'ponte',
    clientSecret: null,
    redirectUri: issuer,
    leftUri: LEFT,
    roles: null,
    clock: () => new Date(),
  })
  await expect(identify()).rejects.toMatchObject({ why: 'refused' })
  await expect(identify(issuer)).resolves.toMatchObject({ subject: 'maria' })
})

test('the role is that which may most of what a claim says, asked for where the token leaves it out; of nothing known a requester', async () => {
  const of = new Map([['equipe', 'agent'] as const, ['chefes', 'lead'] as const])
  const client = { clientId: 'ponte', clientSecret: SECRET, redirectUri: issuer, leftUri: LEFT }
  oidc = createOidc({ issuer, ...client, roles: { claim: 'groups', of }, clock: () => new Date() })
  for (const [groups, role] of [
    [['equipe', 'outros', 'chefes'], 'lead'],
    ['equipe', 'agent'],
    [['outros', 7, null], 'requester'],
    [{ equipe: true }, 'requester'],
    [[], 'requester'],
  ] as const) {
    idToken = await sign({ email: 'm@example.com', groups })
    expect(await identify(), JSON.stringify(groups)).toMatchObject({ role })
  }
  idToken = await sign({ email: 'm@example.com' })
  expect(await identify()).toMatchObject({ role: 'requester' })
  answers['/me'] = () => ({ body: { sub: 'maria', groups: ['chefes'] } })
  expect(await identify()).toMatchObject({ role: 'lead', email: 'm@example.com' })
})

test('who signs out is led to where the provider says, and nowhere if it says nothing or something else than itself', async () => {
  expect(await oidc.addressToLeave('t')).toBe(null)
  const again = () =>
    createOidc({
      ...{ issuer, clientId: 'ponte', clientSecret: null, redirectUri: issuer, leftUri: LEFT, roles: null },
      clock: () => new Date(),
    })
  metadata.end_session_endpoint = `${issuer}/sair?x=1`
  const address = new URL((await again().addressToLeave('t')) ?? '')
  expect(Object.fromEntries(address.searchParams)).toEqual({
    ...{ x: '1', client_id: 'ponte', post_logout_redirect_uri: LEFT, id_token_hint: 't' },
  })
  expect(await again().addressToLeave(null)).not.toContain('id_token_hint')
  metadata.end_session_endpoint = 'ftp://evil.example/sair'
  await expect(again().addressToLeave('t')).rejects.toMatchObject({ why: 'refused' })
})

test('userinfo about somebody else is refused', async () => {
  answers['/me'] = () => ({ body: { sub: 'rita', email: 'rita@example.com', email_verified: true } })
  await expect(identify()).rejects.toMatchObject({ why: 'refused' })
})

test.each<[string, string, () => { status?: number; body: unknown }, 'away' | 'refused']>([
  ['a code that is none', '/token', () => ({ status: 400, body: { error: 'invalid_grant' } }), 'refused'],
  ['a provider in trouble', '/token', () => ({ status: 503, body: {} }), 'away'],
  ['keys that cannot be had', '/jwks', () => ({ status: 503, body: {} }), 'away'],
  [
    'a description of another issuer',
    '/.well-known/openid-configuration',
    () => ({ body: { ...metadata, issuer: 'x' } }),
    'refused',
  ],
  [
    'a description that is elsewhere',
    '/.well-known/openid-configuration',
    () => ({ status: 302, body: {} }),
    'away',
  ],
  ['an endless answer', '/token', () => ({ body: { id_token: 'x'.repeat(1_000_000) } }), 'refused'],
  ['an answer of another shape', '/token', () => ({ body: ['id_token'] }), 'refused'],
])('%s', async (_name, path, answer, why) => {
  answers[path] = answer
  await expect(identify()).rejects.toMatchObject({ name: 'SignOnError', why })
})

test('what failed once is asked for again, and what is known is not', async () => {
  let asked = 0
  const description = () => ({ body: metadata })
  answers['/.well-known/openid-configuration'] = () => ({ status: 503, body: {} })
  await expect(oidc.addressFor(TRIP)).rejects.toMatchObject({ why: 'away' })
  answers['/.well-known/openid-configuration'] = () => {
    asked += 1
    return description()
  }
  const address = new URL(await oidc.addressFor(TRIP))
  await oidc.addressFor(TRIP)
  expect(asked).toBe(1)
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    ...{ response_type: 'code', client_id: 'ponte', state: 's', nonce: TRIP.nonce },
    code_challenge_method: 'S256',
  })
  expect(address.href).not.toContain(TRIP.verifier)
})
