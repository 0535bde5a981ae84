import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { freePorts } from '#test/process.ts'
import { openListener, openPortal, type Portal, quiet } from './portal.ts'

type State = Record<'deals' | 'activities' | 'comments' | 'contacts', Record<string, string>[]>

const state = (portal: Portal) => portal.control('GET', 'state') as unknown as Promise<State>
const idsOf = (rows: Record<string, string>[]) => rows.map(({ ID }) => Number(ID))

test('the state is everything, sorted by id, each as its own method answers it', async () => {
  await using portal = await openPortal()
  const { deals, comments, activities } = await state(portal)
  expect(idsOf(deals)).toEqual(Array.from({ length: 40 }, (_, index) => 7401 + index))
  expect(idsOf(comments)).toEqual(idsOf(comments).toSorted((a, b) => a - b))
  const { CONTACT_IDS: _contacts, ...deal } = deals[0] ?? {}
  expect(await portal.result('crm.deal.get', { id: 7401 })).toEqual(deal)
  const { BINDINGS: _bindings, ...activity } = activities[0] ?? {}
  expect(await portal.result('crm.activity.get', { id: activity.ID })).toEqual(activity)
})

test('a reset brings back what a portal begins with; webhooks and limits stay', async () => {
  await using portal = await openPortal()
  const titles = async () =>
    (await state(portal)).deals.map(({ ID, TITLE, STAGE_ID }) => [ID, TITLE, STAGE_ID])
  const begun = await titles()
  await portal.control('POST', 'webhooks', { url: 'http://127.0.0.1:9/', events: ['*'], token: 't' })
  await portal.result('crm.deal.delete', { id: 7401 })
  await portal.result('crm.deal.userfield.add', { fields: { FIELD_NAME: 'X', USER_TYPE_ID: 'string' } })
  await portal.control('POST', 'seed', { deals: 10 })
  await portal.control('POST', 'reset')
  expect(await titles()).toEqual(begun)
  expect(await portal.result('crm.deal.fields')).not.toHaveProperty('UF_CRM_X')
  expect(await portal.control('GET', 'webhooks')).toHaveLength(1)
  expect(await portal.control('GET', 'limits')).toMatchObject({ enabled: false })
})

test('a seed adds so many deals, the same for the same number, and tells nobody', async () => {
  await using portal = await openPortal()
  await using listener = await openListener()
  await portal.control('POST', 'webhooks', { url: listener.url, events: ['*'], token: 't' })
  const counts = await portal.control('POST', 'seed', {
    deals: 300,
    activitiesPerDeal: 2,
    commentsPerDeal: 1,
    seed: 5,
  })
  expect(counts).toMatchObject({ deals: 340 })
  const { deals, activities, comments } = await state(portal)
  expect(activities.filter(({ OWNER_ID }) => Number(OWNER_ID) > 7440)).toHaveLength(600)
  expect(comments.filter(({ ENTITY_ID }) => Number(ENTITY_ID) > 7440)).toHaveLength(300)
  await using again = await openPortal()
  await again.control('POST', 'seed', { deals: 300, activitiesPerDeal: 2, commentsPerDeal: 1, seed: 5 })
  const shown = (rows: State['deals']) =>
    rows.map(({ TITLE, STAGE_ID, UF_CRM_1701707001 }) => [TITLE, STAGE_ID, UF_CRM_1701707001])
  expect(shown((await state(again)).deals)).toEqual(shown(deals))
  expect(listener.heard).toEqual([])
})

test('a storm answers at once, runs on, and every change of it is told', async () => {
  await using portal = await openPortal()
  await using listener = await openListener()
  await portal.control('POST', 'webhooks', { url: listener.url, events: ['*'], token: 't' })
  const storm = (await portal.control('POST', 'storm', {
    deals: 10,
    changesPerSecond: 200,
    seconds: 0.5,
    users: 3,
    seed: 2,
  })) as never as { deals: number[]; planned: number }
  expect(storm).toMatchObject({ planned: 100 })
  expect(storm.deals).toHaveLength(10)
  await listener.until(100)
  await quiet(portal)
  expect(new Set(listener.events())).toEqual(
    new Set([
      'ONCRMDEALADD',
      'ONCRMDEALUPDATE',
      'ONCRMDEALDELETE',
      'ONCRMACTIVITYADD',
      'ONCRMTIMELINECOMMENTADD',
    ]),
  )
})

test('every call is listed with who called, what came of it, and how many commands it brought', async () => {
  await using portal = await openPortal()
  await portal.control('DELETE', 'requests')
  await portal.call('profile', {}, { user: 43 })
  await portal.call('batch', { cmd: ['profile', 'profile'] })
  await portal.call('crm.deal.get', { id: 1 })
  expect(await portal.control('GET', 'requests')).toMatchObject([
    { user: '43', method: 'profile', status: 200, batch: 0, outcome: 'served', address: '127.0.0.1' },
    { user: '1', method: 'batch', status: 200, batch: 2, outcome: 'served' },
    { user: '1', method: 'crm.deal.get', status: 400, outcome: 'failed' },
  ])
})

test('what the control cannot do is told with what it can', async () => {
  await using portal = await openPortal()
  const send = (method: string, name: string, body?: unknown) =>
    portal.send(method, `${portal.url}/control/${name}`, body)
  expect(await send('GET', 'nothing')).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining('POST storm') },
  })
  expect(await send('GET', 'seed')).toMatchObject({ status: 405, body: { error: 'Use POST' } })
  expect(await send('PUT', 'limits', { enabled: 'yes' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('enabled') },
  })
  expect(await send('POST', 'webhooks', { url: 'x', events: ['ONNOTHING'], token: '' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('ONCRMDEALADD') },
  })
})

test('the clock goes forward for everything the portal dates, also after a restart', async () => {
  await using first = await openPortal()
  await first.control('POST', 'clock', { forwardSeconds: 86_400 })
  await using second = await openPortal({ folder: first.folder })
  const time = await second.result<string>('server.time')
  const aheadMs = Date.parse(time) - Date.now()
  expect(aheadMs).toBeGreaterThan(86_300_000)
  const id = await second.result<number>('crm.deal.add', { fields: {} })
  expect(await second.result('crm.deal.get', { id })).toMatchObject({
    DATE_CREATE: expect.stringContaining(time.slice(0, 16)),
  })
})

test('two portals side by side share nothing', async () => {
  await using one = await openPortal()
  await using other = await openPortal()
  await one.result('crm.deal.delete', { id: 7401 })
  expect((await other.call('crm.deal.get', { id: 7401 })).status).toBe(200)
})

test('whatever was answered is there after a kill', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-kill-'))
  const main = path.resolve(import.meta.dirname, '../../sandbox/main.ts')
  const port = await freePorts(4)
  const start = async () => {
    const child = fork(main, {
      env: { SANDBOX_PORT: String(port), DATA_DIR: dataDir },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    expect((await once(child, 'message'))[0]).toBe('ready')
    return child
  }
  const call = async (method: string, params: object) => {
    const url = `http://localhost:${port}/rest/1/sandbox/${method}`
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(params) })
    return ((await response.json()) as { result: unknown }).result
  }
  try {
    let child = await start()
    const ids: unknown[] = []
    const adding = Array.from({ length: 30 }, async (_, index) => {
      ids.push(await call('crm.deal.add', { fields: { TITLE: `Chamado ${index}` } }))
      // In the middle of the others.
      if (index === 12) child.kill('SIGKILL')
    })
    await Promise.allSettled(adding)
    await (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null)
    expect(ids.length).toBeGreaterThan(0)
    child = await start()
    for (const id of ids) expect(await call('crm.deal.get', { id })).toMatchObject({ ID: String(id) })
    child.kill('SIGTERM')
    await once(child, 'exit')
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
})
