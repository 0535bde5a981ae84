import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { EVENT_TOKEN, eventBody, postEvent, tellEvent } from '#test/crm-event.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  // Nobody routes, so that rows stay as they were stored.
  world = await createWorld({ ROLE: 'api', CRM_EVENT_TOKEN: `another-token,${EVENT_TOKEN}` })
})
beforeEach(async () => void (await world.sql`truncate webhook_inbox, attempts`))
afterAll(() => world[Symbol.asyncDispose]())

const rows = () => world.sql`
  select name, kind, object_id::float8 as id, body, state, origin, deal_id, attempts from webhook_inbox order by webhook_inbox.id`

test('S-01, S-08, S-11: an event is stored as it came but for its tokens, and answered "OK"', async () => {
  const response = await tellEvent(world, 'ONCRMDEALUPDATE')
  expect([response.status, await response.json()]).toEqual([200, 'OK'])
  const [row, ...others] = await rows()
  expect(others).toEqual([])
  const stored = {
    name: 'ONCRMDEALUPDATE',
    kind: 'deal-changed',
    id: 7405,
    state: 'waiting',
    origin: 'online',
  }
  expect(row).toMatchObject({ ...stored, deal_id: null, attempts: 0 })
  const body = new URLSearchParams(row?.body)
  expect([body.get('ts'), body.get('event_handler_id')]).toEqual(['1766047124', '975'])
  expect(row?.body + world.log()).not.toContain(EVENT_TOKEN)
})

test('S-09: every event of ours is told apart, in any case, and unknown ones are stored and answered 200', async () => {
  const names = [
    ['onCrmDealAdd', 'deal-changed'],
    ['ONCRMDEALDELETE', 'deal-deleted'],
    ['ONCRMDEALMOVETOCATEGORY', 'deal-changed'],
    ['onCrmActivityDelete', 'activity-deleted'],
    ['ONIMEMAILMESSAGEADD', 'activity-changed'],
    ['ONCRMTIMELINECOMMENTUPDATE', 'comment-changed'],
    ['ONCRMTIMELINECOMMENTDELETE', 'comment-deleted'],
    ['ONCRMDEALUSERFIELDADD', 'fields-changed'],
    ['ONTASKADD', 'unknown'],
    ['', 'unknown'],
  ] as const
  for (const [name] of names) expect((await tellEvent(world, name)).status).toBe(200)
  expect((await rows()).map(({ name, kind }) => [name, kind])).toEqual(
    names.map(([name, kind]) => [name.toUpperCase(), kind]),
  )
})

test('S-10: a portal is known by its member id, under whichever host it tells of itself; another one is 403', async () => {
  const told = async (told: { domain?: string; memberId?: string }) =>
    (await tellEvent(world, 'ONCRMDEALADD', { token: 'another-token', ...told })).status
  const [alias, other] = [{ domain: 'intranet.example' }, { memberId: 'another-portal' }]
  expect(await told(alias), 'nobody else came with this token before').toBe(200)
  expect(await told({ ...alias, ...other })).toBe(403)
  expect(await told({ ...alias, memberId: 'x'.repeat(65) })).toBe(403)
  expect(await told({ domain: 'renamed.example' })).toBe(200)
  expect(await told({ ...alias, memberId: '' }), 'nothing is left but the host').toBe(403)
  expect(await told(other), 'under the host that we call it by').toBe(200)
  expect(await told({ ...alias, ...other })).toBe(200)
  expect(await rows()).toHaveLength(4)
  expect(JSON.stringify(await world.sql`select * from crm_portals`)).not.toContain('another-token')
})

test('S-10: without one of our tokens, or from another portal, an event is 403 and nothing is stored', async () => {
  expect((await tellEvent(world, 'ONCRMDEALADD')).status).toBe(200)
  await world.sql`truncate webhook_inbox`
  const forged = [
    eventBody('ONCRMDEALADD', { token: 'forged-token' }),
    eventBody('ONCRMDEALADD', { token: '' }),
    eventBody('ONCRMDEALADD', { domain: 'other.bitrix24.com.br', memberId: 'of-another' }),
    'event=ONCRMDEALADD&data[FIELDS][ID]=1',
    '',
  ]
  for (const body of forged) {
    const response = await postEvent(world, body)
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'crm-event-refused' }])
  }
  expect(await rows()).toEqual([])
  expect((await tellEvent(world, 'ONCRMDEALADD', { token: 'another-token' })).status).toBe(200)
})

test('S-10: who guesses tokens is slowed down, and the CRM behind the same address is not', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 30; guess++)
    statuses.push((await tellEvent(world, 'ONCRMDEALADD', { token: `guess-${guess}` })).status)
  expect(statuses.at(0)).toBe(403)
  expect(statuses.at(-1)).toBe(429)
  expect((await tellEvent(world, 'ONCRMDEALADD')).status).toBe(200)
  expect(await rows()).toHaveLength(1)
})

test('S-10: what is no form is 415, what is too large 413, and it has to be posted', async () => {
  const body = eventBody('ONCRMDEALADD')
  expect((await postEvent(world, body, { type: 'application/json' })).status).toBe(415)
  expect((await postEvent(world, `${body}&data[x]=${'x'.repeat(70_000)}`)).status).toBe(413)
  expect((await fetch(`${world.url}/webhook-bitrix24?${body}`)).status).toBe(405)
  expect(await rows()).toEqual([])
})

test('S-09: an id that is missing, a text, huge, negative, or a NUL does not keep an event from being stored', async () => {
  const ids = ['', 'abc', '-5', '1e3', '99999999999999999999999', '7405\0', '\ud83d', '2147483648']
  const answers = await Promise.all(ids.map((id) => tellEvent(world, 'ONCRMDEALUPDATE', { id })))
  expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200))
  expect((await tellEvent(world, 'ON\0CRM\ud800')).status).toBe(200)
  const stored = (await rows()).map(({ id }) => id)
  expect(stored).toHaveLength(ids.length + 1)
})
