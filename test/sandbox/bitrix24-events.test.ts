import { expect, test } from 'vitest'
import { openListener, openPortal, quiet } from './portal.ts'

const DEAL = { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19 } }

test('an outgoing webhook is told ids and nothing else, form-encoded, with its token and without any other', async () => {
  await using portal = await openPortal()
  await using listener = await openListener()
  const { id: hookId } = await portal.control('POST', 'webhooks', {
    url: listener.url,
    events: ['*'],
    token: 'of-the-webhook',
  })
  const { item } = await portal.result<{ item: { id: number } }>('crm.item.add', DEAL)
  const [{ form, userAgent, contentType }] = (await listener.until(1)) as [(typeof listener.heard)[number]]
  expect(Object.fromEntries(form)).toEqual({
    event: 'ONCRMDEALADD',
    event_handler_id: String(hookId),
    'data[FIELDS][ID]': String(item.id),
    ts: expect.stringMatching(/^\d{10}$/),
    'auth[domain]': new URL(portal.url).host,
    'auth[client_endpoint]': `${portal.url}/rest/`,
    'auth[server_endpoint]': `${portal.url}/rest/`,
    'auth[member_id]': expect.stringMatching(/^[0-9a-f]{32}$/),
    'auth[application_token]': 'of-the-webhook',
  })
  expect(userAgent).toBe('Bitrix24 Webhook Engine')
  expect(contentType).toBe('application/x-www-form-urlencoded')
})

test('every kind of change by REST is told, and a comment tells its id without the deal', async () => {
  await using portal = await openPortal()
  await using listener = await openListener()
  await portal.control('POST', 'webhooks', { url: listener.url, events: ['*'], token: 't' })
  const deal = await portal.result<number>('crm.deal.add', { fields: { CATEGORY_ID: 19 } })
  await portal.result('crm.deal.update', { id: deal, fields: { STAGE_ID: 'C19:EXECUTING' } })
  const comment = await portal.result<number>('crm.timeline.comment.add', {
    fields: { ENTITY_TYPE: 'deal', ENTITY_ID: deal, COMMENT: 'olá' },
  })
  await portal.result('crm.timeline.comment.delete', { id: comment })
  await portal.result('crm.activity.todo.add', {
    ownerTypeId: 2,
    ownerId: deal,
    deadline: '2026-12-01T09:00:00+03:00',
  })
  await portal.result('crm.deal.delete', { id: deal })
  await listener.until(6)
  expect(listener.events().sort()).toEqual([
    'ONCRMACTIVITYADD',
    'ONCRMDEALADD',
    'ONCRMDEALDELETE',
    'ONCRMDEALUPDATE',
    'ONCRMTIMELINECOMMENTADD',
    'ONCRMTIMELINECOMMENTDELETE',
  ])
  const told = listener.heard.find(({ form }) => form.get('event') === 'ONCRMTIMELINECOMMENTADD')
  expect(told?.form.get('data[ID]')).toBe(String(comment))
})

test('a move to another pipeline is told to applications alone, and as no update', async () => {
  await using portal = await openPortal()
  await using webhook = await openListener()
  await using application = await openListener()
  await portal.control('POST', 'webhooks', { url: webhook.url, events: ['*'], token: 't' })
  const { tokens } = (await portal.control('POST', 'applications')) as never as {
    tokens: { access_token: string }
  }
  for (const event of ['ONCRMDEALMOVETOCATEGORY', 'ONCRMDEALUPDATE'])
    await portal.send('POST', `${portal.url}/rest/event.bind`, {
      auth: tokens.access_token,
      event,
      handler: application.url,
    })
  await portal.result('crm.item.update', {
    entityTypeId: 2,
    id: 7401,
    fields: { categoryId: 0, stageId: 'NEW' },
  })
  await application.until(1)
  await quiet(portal)
  expect(application.events()).toEqual(['ONCRMDEALMOVETOCATEGORY'])
  expect(Object.fromEntries(application.heard[0]?.form ?? [])).toMatchObject({
    'data[FIELDS][ID]': '7401',
    'data[FIELDS][CATEGORY_ID]': '0',
    'data[FIELDS][STAGE_ID]': 'NEW',
    'auth[access_token]': expect.any(String),
    'auth[application_token]': expect.any(String),
  })
  expect(application.heard[0]?.form.has('auth[refresh_token]')).toBe(false)
  expect(webhook.events()).toEqual([])
})

test('an event that is answered with an error, or not at all, is lost and never repeated', async () => {
  await using portal = await openPortal()
  let status = 500
  await using listener = await openListener(() => status)
  await portal.control('POST', 'webhooks', { url: listener.url, events: ['ONCRMDEALADD'], token: 't' })
  await portal.result('crm.item.add', DEAL)
  await quiet(portal)
  status = 200
  await portal.result('crm.item.add', DEAL)
  await quiet(portal)
  expect(listener.heard).toHaveLength(2)
  const { sent } = (await portal.control('GET', 'events')) as never as { sent: object[] }
  expect(sent).toMatchObject([
    { event: 'ONCRMDEALADD', outcome: 'lost', status: 500 },
    { event: 'ONCRMDEALADD', outcome: 'answered', status: 200 },
  ])
})

test('by rule events are dropped, doubled, delayed and sent in another order, the same for the same seed', async () => {
  const play = async (rules: object[]) => {
    await using portal = await openPortal()
    await using listener = await openListener()
    await portal.control('POST', 'webhooks', { url: listener.url, events: ['ONCRMDEALADD'], token: 't' })
    await portal.control('PUT', 'faults', rules)
    for (let index = 0; index < 20; index++) await portal.result('crm.item.add', DEAL)
    await quiet(portal)
    return listener.heard.map(({ form }) => Number(form.get('data[FIELDS][ID]')) - 7440)
  }
  const match = { event: 'ONCRMDEALADD' }
  const dropped = await play([{ match, effect: 'drop', probability: 0.5, seed: 7 }])
  expect(dropped.length).toBeGreaterThan(3)
  expect(dropped.length).toBeLessThan(17)
  expect((await play([{ match, effect: 'drop', probability: 0.5, seed: 7 }])).sort()).toEqual(dropped.sort())
  expect(await play([{ match: { event: '*' }, effect: 'duplicate', times: 3 }])).toHaveLength(60)
  expect(await play([{ match, effect: 'delay', ms: 20, times: 1 }])).toHaveLength(20)
  const reordered = await play([{ match, effect: 'reorder', window: 10, seed: 3 }])
  expect(reordered.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  expect(reordered).not.toEqual(reordered.toSorted((a, b) => a - b))
})

test('the offline queue keeps one row for each object, is read once, and can be reserved', async () => {
  await using portal = await openPortal()
  const { tokens } = (await portal.control('POST', 'applications')) as never as {
    tokens: { access_token: string }
  }
  const asApplication = async <T>(method: string, params: object) => {
    const { body } = await portal.send('POST', `${portal.url}/rest/${method}`, {
      auth: tokens.access_token,
      ...params,
    })
    return body.result as T
  }
  type Read = { process_id: string | null; events: { MESSAGE_ID: string; EVENT_DATA: object }[] }
  const change = (more: object = {}) =>
    asApplication('crm.item.update', {
      entityTypeId: 2,
      id: 7401,
      fields: { title: `mudança ${Math.random()}` },
      ...more,
    })
  await asApplication('event.bind', {
    event: 'ONCRMDEALUPDATE',
    event_type: 'offline',
    auth_connector: 'ponte',
  })
  for (let index = 0; index < 3; index++) await change()
  await change({ id: 7402 })
  // Whoever names the connector with a change does not hear of it.
  await change({ id: 7403, auth_connector: 'ponte' })
  const reserved = await asApplication<Read>('event.offline.get', { clear: 0, auth_connector: 'ponte' })
  expect(reserved.events.map(({ EVENT_DATA }) => EVENT_DATA)).toEqual([
    { FIELDS: { ID: 7401 } },
    { FIELDS: { ID: 7402 } },
  ])
  await change()
  const next = await asApplication<Read>('event.offline.get', { auth_connector: 'ponte' })
  expect(next).toMatchObject({ process_id: null, events: [{ EVENT_DATA: { FIELDS: { ID: 7401 } } }] })
  const [first, second] = reserved.events
  await asApplication('event.offline.clear', {
    process_id: reserved.process_id,
    message_id: [first?.MESSAGE_ID],
  })
  const again = await asApplication<Read>('event.offline.get', {
    process_id: reserved.process_id,
    auth_connector: 'ponte',
  })
  expect(again.events.map(({ MESSAGE_ID }) => MESSAGE_ID)).toEqual([second?.MESSAGE_ID])
})

test('what did not change by crm.item.update is told to nobody', async () => {
  await using portal = await openPortal()
  await using listener = await openListener()
  await portal.control('POST', 'webhooks', { url: listener.url, events: ['*'], token: 't' })
  const { item } = await portal.result<{ item: { title: string } }>('crm.item.get', {
    entityTypeId: 2,
    id: 7401,
  })
  await portal.result('crm.item.update', { entityTypeId: 2, id: 7401, fields: { title: item.title } })
  await quiet(portal)
  expect(listener.heard).toEqual([])
})
