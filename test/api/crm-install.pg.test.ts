import { expect, test } from 'vitest'
import { addApplication } from '#test/crm/crm.ts'
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
