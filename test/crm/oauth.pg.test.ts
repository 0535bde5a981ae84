import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import { isDatabaseAway } from '#src/db/connect.ts'
import type { CrmError } from '#src/providers/crm-provider.ts'
import { withDatabase } from '#test/postgres.ts'
import { installationFrom, openAuthServer } from './auth-server.ts'
import { addApplication, openCrm } from './crm.ts'

const PEOPLE = { priority: 'people' } as const
const WRITE = { ...PEOPLE, isWrite: true }
const ADD = { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19 } }
const AN_HOUR_S = 3_601

type Crm = Awaited<ReturnType<typeof openCrm>>
type Gateway = ReturnType<Crm['gateway']>

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error as CrmError,
  )
const install = ({ application }: Crm, { wayIn }: Gateway, installation = application?.installation) =>
  wayIn.receiveInstall?.(installation ?? '')

async function openInstalled(options: Parameters<typeof openCrm>[0] = {}) {
  const crm = await openCrm({ retries: 0, rate: 1_000, burst: 1_000, ...options, byApplication: true })
  const gateway = crm.gateway()
  await install(crm, gateway)
  await crm.portal.control('DELETE', 'requests')
  return { crm, gateway, [Symbol.asyncDispose]: () => crm[Symbol.asyncDispose]() }
}
const expire = ({ portal }: Crm) => portal.control('POST', 'clock', { forwardSeconds: AN_HOUR_S })
const pairs = ({ portal }: Crm) => Number(portal.portal.db.get('SELECT COUNT(*) AS n FROM token_pairs')?.n)

/** The administrator adds the same application once more. */
async function installedAgain({ portal, application }: Crm): Promise<string> {
  const { clientId, clientSecret } = application ?? {}
  return (await addApplication(portal, { clientId, clientSecret })).installation
}

async function row({ databaseUrl }: Crm) {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  const [found] = await sql`select * from crm_connections`
  await sql.end()
  return found
}

test('until it is installed every call is refused, and once it is, on whichever gateway, calls go', async () => {
  await using crm = await openCrm({ byApplication: true })
  const [one, other] = [crm.gateway(), crm.gateway()]
  expect(await failureOf(one.queue.call('profile', {}, PEOPLE))).toMatchObject({
    outcome: 'refused',
    code: 'not-connected',
    retryAt: expect.any(Date),
  })
  await install(crm, other)
  for (const { queue } of [one, other])
    expect((await queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  expect(crm.logged()).toContain('"installUrl":"ponte"')
})

describe('tokens that have expired', () => {
  test('twenty calls that meet it are one refresh, and each of them is done once', async () => {
    await using opened = await openInstalled()
    const { crm, gateway } = opened
    await expire(crm)
    const before = pairs(crm)
    const adds = Array.from({ length: 20 }, () => gateway.queue.call('crm.item.add', ADD, WRITE))
    await Promise.all(adds)
    expect(pairs(crm) - before).toBe(1)
    expect(await row(crm)).toMatchObject({ refreshes: 1 })
    expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 60 })
  })

  test('I5: what is tried again takes a place of its own', async () => {
    const limits = { rate: 10, burst: 12 }
    await using opened = await openInstalled(limits)
    const { crm, gateway } = opened
    const match = { method: 'crm.item.add' }
    await crm.portal.control('PUT', 'faults', [
      { match, effect: 'latency', ms: 200 },
      { match, effect: 'status', code: 401, error: 'expired_token', times: 8 },
    ])
    await crm.portal.control('PUT', 'limits', { enabled: true, ...limits })
    const alone = { ...WRITE, isAlone: true }
    await Promise.all(Array.from({ length: 15 }, () => gateway.queue.call('crm.item.add', ADD, alone)))
    const statuses = (await crm.requests()).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(8)
    expect(statuses).not.toContain(503)
  })

  test('a batch that is refused whole, and a command that is refused inside of one, are tried again alone', async () => {
    await using opened = await openInstalled({ rate: 50, burst: 3 })
    const { crm, gateway } = opened
    const { queue } = gateway
    await expire(crm)
    const ids = [7401, 7402, 7403, 7404]
    const readAll = () =>
      Promise.all(ids.map((id) => queue.call('crm.item.get', { entityTypeId: 2, id }, PEOPLE)))
    await queue.call('server.time', {}, PEOPLE)
    const read = ids.map((id) => ({ result: { item: { id } } }))
    expect(await readAll()).toMatchObject(read)
    await crm.portal.control('PUT', 'faults', [
      { match: { method: 'crm.item.get' }, effect: 'status', code: 401, error: 'expired_token', times: 2 },
    ])
    await crm.portal.control('DELETE', 'requests')
    while ((await crm.requests()).every(({ batch }) => batch < 3)) expect(await readAll()).toMatchObject(read)
    expect(await crm.portal.control('GET', 'faults')).toHaveLength(1)
  })

  test('two gateways that see it at once refresh once, and both go on', async () => {
    await using opened = await openInstalled()
    const { crm, gateway } = opened
    const other = crm.gateway()
    await other.queue.call('server.time', {}, PEOPLE)
    await expire(crm)
    const before = pairs(crm)
    const calls = [gateway, other].flatMap(({ queue }) =>
      Array.from({ length: 5 }, () => queue.call('crm.item.add', ADD, WRITE)),
    )
    await Promise.all(calls)
    expect(pairs(crm) - before).toBe(1)
    expect(await row(crm)).toMatchObject({ refreshes: 1 })
  })

  test('an authorization server that is away costs nothing, and is not asked again at once', async () => {
    await using crm = await openCrm({ byApplication: true, retries: 0 })
    await using server = await openAuthServer(crm.portal.url)
    const gateway = crm.gateway({ servers: [server.url] })
    await install(crm, gateway, installationFrom(server.url, crm.application?.installation))
    await expire(crm)
    server.altering.isDown = true
    for (let time = 0; time < 2; time++)
      expect(await failureOf(gateway.queue.call('profile', {}, PEOPLE))).toMatchObject({
        outcome: 'refused',
        code: 'auth-server-away',
        retryAt: expect.any(Date),
      })
    expect((await crm.requests()).map(({ status }) => status)).toEqual([401])
    server.altering.isDown = false
    const another = crm.gateway({ servers: [server.url] })
    expect((await another.queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })

  test('an answer of the authorization server that is lost loses the pair, loudly, and an installation mends it', async () => {
    await using crm = await openCrm({ byApplication: true, retries: 0 })
    await using server = await openAuthServer(crm.portal.url)
    const gateways = [crm.gateway({ servers: [server.url] }), crm.gateway({ servers: [server.url] })] as const
    await install(crm, gateways[0], installationFrom(server.url, crm.application?.installation))
    await expire(crm)
    server.altering.with = () => null
    expect(await failureOf(gateways[0].queue.call('profile', {}, PEOPLE))).toMatchObject({
      code: 'auth-server-away',
    })
    server.altering.with = (answer) => answer
    expect(await failureOf(gateways[1].queue.call('profile', {}, PEOPLE))).toMatchObject({
      outcome: 'refused',
      code: 'access-revoked',
    })
    expect(crm.logged()).toMatch(/"level":"error"[^\n]*invalid_grant/)
    await install(crm, gateways[0], installationFrom(server.url, await installedAgain(crm)))
    for (const { queue } of gateways)
      expect((await queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })

  test('a database that goes away between the server’s answer and our commit costs nothing', async () => {
    await using crm = await openCrm({ byApplication: true })
    await using server = await openAuthServer(crm.portal.url)
    const gateway = crm.gateway({ servers: [server.url] })
    await install(crm, gateway, installationFrom(server.url, crm.application?.installation))
    await expire(crm)
    const { pathname } = new URL(crm.databaseUrl)
    const admin = postgres(withDatabase(crm.databaseUrl, 'postgres'), { max: 1, onnotice: () => undefined })
    const allow = (is: boolean) =>
      admin.unsafe(`alter database ${pathname.slice(1)} with allow_connections ${is}`)
    server.altering.with = async (answer) => {
      await allow(false)
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${pathname.slice(1)}`
      return answer
    }
    const call = gateway.queue.call('profile', {}, PEOPLE)
    while (!crm.logged().includes('could not be stored')) await new Promise(setImmediate)
    await allow(true)
    await call
    await admin.end()
    expect(await row(crm)).toMatchObject({ refreshes: 1 })
    expect(server.asked).toHaveLength(2)
    expect((await crm.gateway().queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })
})

describe('an application that is not let in any more', () => {
  test('wrong_client comes with status 200 and is a refusal, told loudly, and not asked for again and again', async () => {
    await using crm = await openCrm({ byApplication: true, retries: 0 })
    await using server = await openAuthServer(crm.portal.url)
    const { queue, ...gateway } = crm.gateway({ servers: [server.url] })
    await install(crm, { queue, ...gateway }, installationFrom(server.url, crm.application?.installation))
    await crm.portal.control('DELETE', 'applications')
    await crm.portal.control('DELETE', 'requests')
    for (let time = 0; time < 3; time++)
      expect(await failureOf(queue.call('profile', {}, PEOPLE))).toMatchObject({
        outcome: 'refused',
        code: 'access-revoked',
        message: expect.stringContaining('wrong_client'),
        retryAt: expect.any(Date),
      })
    expect(server.asked).toHaveLength(2)
    expect(await crm.requests()).toHaveLength(1)
    expect(crm.logged()).toMatch(/"level":"error"[^\n]*access-revoked/)
  })

  test('tokens that the portal does not know are traded once, and not again for others that it does not know', async () => {
    await using opened = await openInstalled()
    const { crm, gateway } = opened
    const before = pairs(crm)
    const unknown = { match: { method: 'profile' }, effect: 'status', code: 401, error: 'invalid_token' }
    await crm.portal.control('PUT', 'faults', [unknown])
    for (let time = 0; time < 4; time++) await failureOf(gateway.queue.call('profile', {}, PEOPLE))
    expect(pairs(crm) - before).toBe(1)
    expect(await failureOf(gateway.queue.call('profile', {}, PEOPLE))).toMatchObject({
      code: 'access-revoked',
    })
    await crm.portal.control('PUT', 'faults', [])
    await install(crm, crm.gateway(), await installedAgain(crm))
    expect((await gateway.queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })

  test('a removal is believed with the token of the installation alone, and nothing goes then', async () => {
    await using opened = await openInstalled()
    const { crm, gateway } = opened
    const removal = (token: string) =>
      new URLSearchParams({ event: 'ONAPPUNINSTALL', 'auth[application_token]': token }).toString()
    await expect(gateway.wayIn.receiveInstall?.(removal('forged'))).rejects.toMatchObject({
      code: 'crm-install-refused',
    })
    await gateway.queue.call('profile', {}, PEOPLE)
    await gateway.wayIn.receiveInstall?.(removal(crm.application?.applicationToken ?? ''))
    await crm.portal.control('DELETE', 'applications')
    await failureOf(gateway.queue.call('profile', {}, PEOPLE))
    expect(await failureOf(gateway.queue.call('profile', {}, PEOPLE))).toMatchObject({
      code: 'not-connected',
    })
  })
})

describe('an installation proves itself', () => {
  test('a server that is not on the list is never asked, whatever the event says', async () => {
    await using crm = await openCrm({ byApplication: true })
    await using foreign = await openAuthServer(crm.portal.url)
    const forged = installationFrom(foreign.url, crm.application?.installation)
    await expect(install(crm, crm.gateway(), forged)).rejects.toMatchObject({ code: 'crm-install-refused' })
    expect(foreign.asked).toEqual([])
    expect(await row(crm)).toBeUndefined()
  })

  test('what the event says of portal and address is not believed, and the secret stays out of addresses', async () => {
    await using crm = await openCrm({ byApplication: true })
    await using server = await openAuthServer(crm.portal.url)
    const form = new URLSearchParams(installationFrom(server.url, crm.application?.installation))
    form.set('auth[client_endpoint]', 'http://evil.example/rest/')
    form.set('auth[member_id]', 'somebody-else')
    form.set('auth[domain]', 'evil.example')
    await install(crm, crm.gateway({ servers: [server.url] }), form.toString())
    expect(await row(crm)).toMatchObject({
      member_id: crm.application?.tokens.member_id,
      endpoint: `${crm.portal.url}/rest/`,
      auth_server: server.url,
    })
    expect(server.asked.map(({ url }) => url)).toEqual(['/oauth/token/'])
  })

  test('a refresh token that the server does not take proves nothing', async () => {
    await using crm = await openCrm({ byApplication: true })
    const form = new URLSearchParams(crm.application?.installation)
    form.set('auth[refresh_token]', 'forged')
    const gateway = crm.gateway()
    await expect(install(crm, gateway, form.toString())).rejects.toMatchObject({
      code: 'crm-install-refused',
    })
    form.set('event', 'ONCRMDEALADD')
    await expect(install(crm, gateway, form.toString())).rejects.toMatchObject({
      code: 'crm-install-refused',
    })
    await expect(install(crm, gateway, '')).rejects.toMatchObject({ code: 'crm-install-refused' })
    expect(await row(crm)).toBeUndefined()
  })

  test('another portal does not take the place of the one that is connected; the same one may install again', async () => {
    await using crm = await openCrm({ byApplication: true })
    await using server = await openAuthServer(crm.portal.url)
    const gateway = crm.gateway({ servers: [server.url] })
    const from = (installation = '') => installationFrom(server.url, installation)
    await install(crm, gateway, from(crm.application?.installation))
    const before = await row(crm)
    const again = await installedAgain(crm)
    server.altering.with = ({ status, body }) => ({ status, body: { ...body, member_id: 'another-portal' } })
    await expect(install(crm, gateway, from(again))).rejects.toMatchObject({
      code: 'crm-install-refused',
    })
    expect(await row(crm)).toEqual(before)
    expect(crm.logged()).toMatch(/"level":"error"[^\n]*another portal is connected/)
    server.altering.with = (answer) => answer
    const third = await installedAgain(crm)
    await install(crm, gateway, from(third))
    expect((await gateway.queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })

  test('with the database away nothing is spent, so the same installation is good later', async () => {
    await using crm = await openCrm({ byApplication: true })
    const away = crm.gateway()
    await away.database.close()
    const error = await failureOf(install(crm, away) ?? Promise.resolve())
    expect(isDatabaseAway(error)).toBe(true)
    const gateway = crm.gateway()
    await install(crm, gateway)
    expect((await gateway.queue.call('profile', {}, PEOPLE)).result).toMatchObject({ ID: '1' })
  })
})

describe('a portal that is renamed', () => {
  const newName = ({ portal }: Crm) => portal.url.replace('localhost', '127.0.0.1')

  test('is followed to where the authorization server says it is, and the call is made there as it was', async () => {
    await using opened = await openInstalled()
    const { crm, gateway } = opened
    await gateway.queue.call('profile', {}, PEOPLE)
    await crm.portal.control('POST', 'rename', { address: newName(crm) })
    const before = pairs(crm)
    await Promise.all(Array.from({ length: 5 }, () => gateway.queue.call('crm.item.add', ADD, WRITE)))
    expect(await crm.portal.control('GET', 'counts')).toMatchObject({ deals: 45 })
    expect(await row(crm)).toMatchObject({ endpoint: `${newName(crm)}/rest/` })
    expect(pairs(crm) - before).toBe(1)
    await crm.portal.control('DELETE', 'requests')
    await gateway.queue.call('profile', {}, PEOPLE)
    expect(await crm.requests()).toMatchObject([{ method: 'profile', status: 200 }])
  })

  test('by its own word alone is not followed, and not asked about again and again', async () => {
    await using opened = await openInstalled({ retries: 2 })
    const { crm, gateway } = opened
    await using elsewhere = await openAuthServer(crm.portal.url)
    const location = `${elsewhere.url}/rest/crm.item.add`
    await crm.portal.control('PUT', 'faults', [
      { match: { method: 'crm.item.add' }, effect: 'status', code: 302, location },
    ])
    const before = pairs(crm)
    for (let time = 0; time < 2; time++)
      expect(await failureOf(gateway.queue.call('crm.item.add', ADD, WRITE))).toMatchObject({
        outcome: 'refused',
        code: 'portal-moved',
      })
    expect(elsewhere.asked).toEqual([])
    expect(pairs(crm) - before).toBe(1)
    expect(await crm.requests()).toHaveLength(1)
    expect(crm.logged()).toMatch(/"level":"error"[^\n]*portal-moved/)
  })

  test('is told to the person who wrote its webhook into the settings, and not followed', async () => {
    await using crm = await openCrm()
    const { queue } = crm.gateway()
    await crm.portal.control('POST', 'rename', { address: newName(crm) })
    const error = await failureOf(queue.call('crm.item.add', ADD, WRITE))
    expect(error).toMatchObject({ outcome: 'refused', code: 'portal-moved' })
    expect(error?.message).toContain(`${newName(crm)} now. If that is right, change CRM_URL`)
    expect(error?.message).not.toContain('/rest/')
    expect(await crm.requests()).toMatchObject([{ status: 302 }])
  })
})

test('S-10: events are known by the token of the installation, on every gateway, and by those of the settings', async () => {
  await using opened = await openInstalled()
  const { crm, gateway } = opened
  const token = crm.application?.applicationToken ?? ''
  for (const { wayIn } of [gateway, crm.gateway()]) {
    const trusts = (token: string, memberId: string = crm.portal.portal.memberId) =>
      wayIn.trustsEvent({ token, memberId, domain: '' })
    expect(await Promise.all([trusts(token), trusts(token)])).toEqual([true, true])
    expect(await trusts('token')).toBe(true)
    for (const forged of ['', 'forged']) expect(await trusts(forged)).toBe(false)
    for (const ours of [token, 'token']) expect(await trusts(ours, 'another portal')).toBe(false)
  }
})

test('no token and no secret is in a log, in an error, or in clear in the database', async () => {
  await using opened = await openInstalled()
  const { crm, gateway } = opened
  await expire(crm)
  await gateway.queue.call('profile', {}, PEOPLE)
  const errors: unknown[] = []
  await crm.portal.control('PUT', 'faults', [
    { match: { method: 'profile' }, effect: 'status', code: 302, location: 'http://127.0.0.1:1/', times: 1 },
  ])
  errors.push(await failureOf(gateway.queue.call('profile', {}, PEOPLE)))
  await crm.portal.control('DELETE', 'applications')
  const other = crm.gateway()
  for (let time = 0; time < 2; time++) errors.push(await failureOf(other.queue.call('profile', {}, PEOPLE)))
  errors.push(await failureOf(install(crm, other) ?? Promise.resolve()))
  const texts = errors.map((error) => [
    String(error),
    JSON.stringify(error, ['message', 'stack', 'cause', 'code']),
  ])
  const seen = [crm.logged(), JSON.stringify(await row(crm)), ...texts.flat()].join(' ')
  const { clientSecret, applicationToken, tokens } = crm.application ?? {}
  for (const secret of [clientSecret, applicationToken, tokens?.access_token, tokens?.refresh_token])
    expect(seen).not.toContain(secret)
  expect(seen).not.toMatch(/[0-9a-f]{70}/)
  expect(errors.every((error) => error !== null)).toBe(true)
})
