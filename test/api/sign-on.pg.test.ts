import { afterAll, beforeAll, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import type { Client } from '#test/client.ts'
import { goThere, newThere, pathBack, startProvider, trusting, wayBack } from '#test/oidc/start-provider.ts'
import { freePorts } from '#test/process.ts'
import { JOAO, MARIA, PEDRO, RITA } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

/** X-01, section 19: SSO, against a real OpenID provider in a process of its own. */

let world: World
let provider: AsyncDisposable
let issuer: string
beforeAll(async () => {
  const port = await freePorts(1)
  issuer = `http://localhost:${port}`
  world = await createWorld({
    ...trusting(port),
    ...{ OIDC_NEW: 'create', OIDC_ROLE_CLAIM: 'groups' },
    OIDC_ROLES: 'ponte-agents=agent,ponte-leads=lead,ponte-admins=admin',
  })
  provider = await startProvider(port, world.url)
})
afterAll(async () => {
  await provider[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

async function comesBack(login: string, client: Client = world.visitor(), next?: string) {
  const answer = await client.get(await wayBack(client, login, next))
  expect(answer.status, answer.text).toBe(303)
  return { client, to: answer.headers.get('location') ?? '' }
}
const whoIs = async (client: Client) =>
  ((await client.get('/api/v1/session')).body as { user?: { id: number } }).user?.id
const isNobody = async (client: Client) => {
  expect(client.cookies.has('access_token')).toBe(false)
  expect((await client.get('/api/v1/session')).status).toBe(401)
}

test('whoever the company knows comes in by an address that it has verified, and from then on by what it calls them', async () => {
  expect((await world.visitor().get('/api/v1/sign-in-options')).body).toEqual({
    password: true,
    sign_on: { label: 'Conta da empresa', path: '/auth/oidc/start' },
    sign_up: 'open',
  })
  const first = await comesBack('maria')
  expect(first.to).toBe('/entrar?why=sso&next=%2Fchamados')
  expect(await whoIs(first.client)).toBe(MARIA)
  const lines = () =>
    world.sql`select after from audit_log where action = 'sign-on-linked' and subject_id = ${MARIA}`
  expect(await lines()).toEqual([{ after: { issuer } }])

  // Her address here is another by now; who she is there is not.
  await world.sql`update users set email = 'casada@example.com' where id = ${MARIA}`
  expect(await whoIs((await comesBack('maria')).client)).toBe(MARIA)
  expect(await lines()).toHaveLength(1)
  // Her session is like any other.
  const renewed = await first.client.post('/api/v1/session/refresh')
  expect(renewed.status).toBe(200)
  await world.sql`update users set email = 'maria.santos@example.com' where id = ${MARIA}`
  // Another account there that got her address later is not her.
  const other = await comesBack('maria-de-novo')
  expect(other.to).toBe('/primeiro-acesso')
  await isNobody(other.client)
})

test('an address that is not verified takes over nothing: not the admin whose it is, and no new account', async () => {
  const { client, to } = await comesBack('intruso')
  expect(to).toBe('/entrar?why=sso-unknown')
  await isNobody(client)
  expect(await world.sql`select * from user_identities where user_id = ${RITA}`).toEqual([])
})

test('an address that was never shown to be theirs here links nobody', async () => {
  await world.sql`update users set email_confirmed_at = null where id = ${PEDRO}`
  const { client } = await comesBack('pedro')
  await isNobody(client)
  await world.sql`update users set email_confirmed_at = now() where id = ${PEDRO}`
})

test('who is blocked stays so', async () => {
  expect(await whoIs((await comesBack('pedro')).client)).toBe(PEDRO)
  await world.sql`update users set is_active = false where id = ${PEDRO}`
  const { client, to } = await comesBack('pedro')
  expect(to).toContain('why=sso-blocked')
  await isNobody(client)
  await world.sql`update users set is_active = true where id = ${PEDRO}`
})

test('the way back is good once, in the browser that began, and for ten minutes', async () => {
  const client = world.visitor()
  const address = (await client.get('/auth/oidc/start')).headers.get('location') ?? ''
  const kept = client.cookies.get('ponte_sign_on') ?? ''
  expect(kept).not.toBe('')
  const [back, again] = [await pathBack(address, 'maria'), await pathBack(address, 'maria')]
  const another = world.visitor()
  await another.get('/auth/oidc/start')
  expect((await another.get(back)).headers.get('location')).toBe('/entrar?why=sso-refused')
  expect((await world.visitor().get(back)).headers.get('location')).toBe('/entrar?why=sso-refused')
  expect((await client.get(back)).headers.get('location')).toContain('why=sso&')

  // With the cookie that somebody kept: the same code, and another of the same trip.
  for (const path of [back, again]) {
    const thief = world.visitor()
    thief.cookies.set('ponte_sign_on', kept)
    expect((await thief.get(path)).headers.get('location')).toBe('/entrar?why=sso-refused')
    await isNobody(thief)
  }

  const late = world.visitor()
  const tooLate = await wayBack(late, 'maria')
  world.clock.forward(11 * 60_000)
  expect((await late.get(tooLate)).headers.get('location')).toBe('/entrar?why=sso-refused')
  await isNobody(late)
})

test('a state, a code or an issuer that are not of this trip are refused', async () => {
  for (const spoil of [
    (query: URLSearchParams) => query.set('state', 'x'.repeat(43)),
    (query: URLSearchParams) => query.set('code', 'inventado'),
    (query: URLSearchParams) => query.set('iss', 'https://evil.example'),
    // This one says that it always names itself.
    (query: URLSearchParams) => query.delete('iss'),
    (query: URLSearchParams) => query.set('error', 'access_denied'),
  ]) {
    const client = world.visitor()
    const [path, text] = (await wayBack(client, 'maria')).split('?')
    const query = new URLSearchParams(text)
    spoil(query)
    expect((await client.get(`${path}?${query}`)).headers.get('location')).toContain('why=sso-refused')
    await isNobody(client)
  }
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '',
])('nobody is led elsewhere: %j', async (next) => {
  const { to } = await comesBack('maria', world.visitor(), next)
  expect(to).toBe('/entrar?why=sso&next=%2F')
})

test('who is new says what the company does not know, and is a requester with the address that it verified', async () => {
  const { client, to } = await comesBack('nova')
  expect(to).toBe('/primeiro-acesso')
  const known = { full_name: 'Nova Pessoa', email: 'nova.pessoa@empresa.com.br' }
  expect((await client.get('/auth/oidc/newcomer')).body).toEqual(known)
  const missing = {
    ...{ full_name: 'Nova Pessoa', matricula: '5701', cpf: withCheckDigits('456456456') },
    ...{ department: 'Compras', filial: 'Manaus' },
  }
  for (const more of [{ email: 'rita.admin@example.com' }, { role: 'admin' }])
    expect((await client.post('/auth/oidc/newcomer', { ...missing, ...more })).status).toBe(422)
  expect((await world.visitor().post('/auth/oidc/newcomer', missing)).body).toMatchObject({
    code: 'link-not-valid',
  })
  expect((await client.post('/auth/oidc/newcomer', { ...missing, matricula: '1001' })).body).toMatchObject({
    code: 'already-registered',
    errors: [{ field: 'matricula' }],
  })
  const made = await client.post('/auth/oidc/newcomer', missing)
  expect(made.status, made.text).toBe(201)
  expect(made.body).toMatchObject({ user: { ...known, role: 'requester', matricula: '5701' }, may: [] })
  const id = await whoIs(client)
  expect((await client.get('/auth/oidc/newcomer')).body).toMatchObject({ code: 'link-not-valid' })
  expect(await whoIs((await comesBack('nova')).client)).toBe(id)
  const password = await world.visitor().post('/api/v1/session', { matricula: '5701', password: '' })
  expect(password.status).toBe(422)
})

test('who came by the company’s sign-in signs out there too, and whoever came by a password here alone', async () => {
  const there = newThere()
  const client = world.visitor()
  await client.get(await wayBack(client, 'maria', '/', there))
  // Signed in there, nobody is asked again.
  await client.get(await wayBack(client, 'maria', '/', there))
  expect(there.asked).toBe(1)
  const left = await client.delete('/api/v1/session')
  expect(left.status, left.text).toBe(200)
  await isNobody(client)
  const { sign_out_at: address } = left.body as { sign_out_at: string }
  expect(address.startsWith(`${issuer}/`)).toBe(true)
  expect(await goThere(address, 'maria', there)).toBe(`${world.url}/entrar`)
  await wayBack(client, 'maria', '/', there)
  expect(there.asked, 'the session there is over').toBe(2)
  expect((await client.delete('/api/v1/session')).status, 'nobody was signed in').toBe(204)

  // In the browser of somebody who came by it before: a session of their own.
  await client.get(await wayBack(client, 'maria'))
  expect((await client.post('/api/v1/session', { matricula: '1001', password: 'ponte-demo' })).status).toBe(
    201,
  )
  expect((await client.delete('/api/v1/session')).status).toBe(204)
})

test('where the company gives roles, the one that it says counts from that sign-in on, and never takes away the last admin', async () => {
  const roleOf = async () => (await world.sql`select role from users where id = ${JOAO}`)[0]?.role
  await world.sql`update users set role = 'admin' where id = ${JOAO}`
  const before = await world.signIn('2001')
  const { client } = await comesBack('joao')
  expect(await roleOf()).toBe('lead')
  for (const one of [before, client])
    expect((await one.get('/api/v1/session')).body, 'for the very next request').toMatchObject({
      user: { role: 'lead' },
    })
  const [line] = await world.sql`select actor_id, before, after from audit_log
    where action = 'user-changed' and subject_id = ${JOAO} order by id desc limit 1`
  expect(line).toEqual({ actor_id: null, before: { role: 'admin' }, after: { role: 'lead', by: 'sign-on' } })

  await world.sql`update users set role = case id when ${JOAO} then 'admin' else 'requester' end
    where id in (${JOAO}, ${RITA})`
  expect(await whoIs((await comesBack('joao')).client)).toBe(JOAO)
  expect(await roleOf()).toBe('admin')
  expect(world.log()).toContain('the last admin stays one')
  await world.sql`update users set role = case id when ${JOAO} then 'agent' else 'admin' end where id in (${JOAO}, ${RITA})`
})

test('while the provider is away, passwords open the door; with PASSWORD_SIGN_IN=off they do not', async () => {
  const port = await freePorts(1)
  await using other = await createWorld({ ...trusting(port), PASSWORD_SIGN_IN: 'off' })
  const started = await other.visitor().get('/auth/oidc/start?next=/chamados/7')
  expect(started.headers.get('location')).toBe('/entrar?why=sso-away&next=%2Fchamados%2F7')
  for (const path of ['/api/v1/session', '/auth/login'])
    expect(
      (await other.visitor().post(path, { matricula: '1001', password: 'ponte-demo' })).body,
    ).toMatchObject({
      code: 'password-sign-in-off',
    })
  await using back = await startProvider(port, other.url)
  expect(back).toBeDefined()
  const client = other.visitor()
  expect((await client.get(await wayBack(client, 'maria'))).headers.get('location')).toContain('why=sso&')
  // By default the company gives no roles.
  const joao = other.visitor()
  await joao.get(await wayBack(joao, 'joao'))
  expect((await joao.get('/api/v1/session')).body).toMatchObject({ user: { id: JOAO, role: 'agent' } })
  // Who is unknown is not made, by default.
  const nova = other.visitor()
  expect((await nova.get(await wayBack(nova, 'nova'))).headers.get('location')).toBe(
    '/entrar?why=sso-unknown',
  )
})
