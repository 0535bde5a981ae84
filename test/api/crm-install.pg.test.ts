import { expect, test } from 'vitest'
import { addApplication } from '#test/crm/crm.ts'
import { waitUntil } from '#test/process.ts'
import { openPortal, type Portal, quiet } from '#test/sandbox/portal.ts'
import { createWorld, type World } from '#test/world.ts'

const CLIENT = { clientId: 'local.tests', clientSecret: 'crm-secret-of-tests' }

const gatewayOf = (portal: Portal) =>
  createWorld({
    CRM_OAUTH_CLIENT_ID: CLIENT.clientId,
    CRM_OAUTH_CLIENT_SECRET: CLIENT.clientSecret,
    CRM_OAUTH_SERVERS: portal.url,
  })

const post = ({ url }: World, body: string, type = 'application/x-www-form-urlencoded') =>
  fetch(`${url}/crm/install`, { method: 'POST', headers: { 'Content-Type': type }, body })

test('the portal installs our application by itself, and the gateway works with it from then on', async () => {
  await using portal = await openPortal()
  await using world = await gatewayOf(portal)
  const readDeal = () => world.gateway.ports.crm.readDeal(7401 as never, { priority: 'people' })
  await expect(readDeal()).rejects.toMatchObject({ code: 'not-connected' })
  expect(world.log()).toContain(`"installUrl":"${world.url}/crm/install"`)
  await portal.control('POST', 'applications', { ...CLIENT, installUrl: `${world.url}/crm/install` })
  await quiet(portal)
  expect(await readDeal()).toMatchObject({ dealId: 7401 })
})

test('events are known by the token of the installation', async () => {
  await using portal = await openPortal()
  await using world = await gatewayOf(portal)
  const { installation, applicationToken } = await addApplication(portal, CLIENT)
  const response = await post(world, installation)
  expect([response.status, await response.text()]).toEqual([200, 'OK'])
  const event = (token: string) =>
    world.gateway.ports.crm.readEvent(
      `event=ONCRMDEALADD&data[FIELDS][ID]=7&auth[application_token]=${token}`,
    )
  expect(await event(applicationToken)).toMatchObject({ kind: 'deal-changed', objectId: 7 })
  expect(await event('forged')).toBeNull()
})

test('what proves nothing is 403, what is no form 415, what is too large 413, and guessing is slowed down', async () => {
  await using portal = await openPortal()
  await using world = await gatewayOf(portal)
  const forged = 'event=ONAPPINSTALL&auth[refresh_token]=x&auth[application_token]=y'
  expect((await post(world, `${forged}&auth[server_endpoint]=https://evil.example/rest/`)).status).toBe(403)
  expect(await (await post(world, forged)).json()).toMatchObject({ code: 'crm-install-refused' })
  expect((await post(world, '{}', 'application/json')).status).toBe(415)
  expect((await post(world, 'x'.repeat(70_000))).status).toBe(413)
  const statuses = new Set<number>()
  for (let time = 0; time < 25; time++) statuses.add((await post(world, forged)).status)
  expect(statuses).toEqual(new Set([403, 429]))
})

test('an authorization server that does not answer is 503, so that a person may install again', async () => {
  await using portal = await openPortal()
  await using world = await createWorld({
    CRM_OAUTH_CLIENT_ID: CLIENT.clientId,
    CRM_OAUTH_CLIENT_SECRET: CLIENT.clientSecret,
    CRM_OAUTH_SERVERS: `${portal.url},http://127.0.0.1:1`,
  })
  const form = new URLSearchParams((await addApplication(portal, CLIENT)).installation)
  form.set('auth[server_endpoint]', 'http://127.0.0.1:1/rest/')
  const response = await post(world, form.toString())
  expect([response.status, await response.json()]).toMatchObject([503, { code: 'crm-away' }])
})

test('with a webhook there is no such path', async () => {
  await using world = await createWorld()
  expect((await post(world, 'event=ONAPPINSTALL')).status).toBe(404)
})

test('S-09: once installed, our application is told of all events, moves between pipelines too, at an address nobody guesses', async () => {
  await using portal = await openPortal()
  await using world = await gatewayOf(portal)
  const { installation, tokens } = await addApplication(portal, CLIENT)
  const asApplication = async <T>(method: string, params: object) => {
    const body = JSON.stringify({ ...params, auth: tokens.access_token })
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(`${portal.url}/rest/${method}`, { method: 'POST', headers, body })
    return ((await response.json()) as { result: T }).result
  }
  await asApplication('event.bind', { event: 'ONCRMDEALADD', handler: 'http://localhost:1/another' })
  await post(world, installation)
  const handlers = () => asApplication<{ event: string; handler: string }[]>('event.get', {})
  const ours = async () => (await handlers()).filter(({ handler }) => handler.startsWith(world.url))
  await waitUntil(async () => (await ours()).length === 14)
  expect(await handlers(), 'others are left alone').toHaveLength(15)
  expect((await ours()).map(({ event }) => event)).toContain('ONCRMDEALMOVETOCATEGORY')
  const address = (await ours())[0]?.handler ?? ''
  expect(address).toMatch(/\/webhook-bitrix24\/[\w-]{43}$/)
  expect(world.log()).not.toContain(address.slice(-43))

  await portal.result('crm.item.update', { entityTypeId: 2, id: 7401, fields: { categoryId: 0 } })
  const told = () =>
    world.sql`select kind, object_id::int as id, body from webhook_inbox where name = 'ONCRMDEALMOVETOCATEGORY'`
  await waitUntil(async () => (await told()).length > 0)
  expect(await told()).toMatchObject([{ kind: 'deal-changed', id: 7401 }])
  expect((await told())[0]?.body).not.toMatch(/access_token|refresh_token|application_token/)
  const wrong = `${address.slice(0, -1)}${address.endsWith('x') ? 'y' : 'x'}`
  const form = {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'event=X',
  }
  expect((await fetch(wrong, form)).status).toBe(404)
  expect((await fetch(address, form)).status).toBe(403)
})
