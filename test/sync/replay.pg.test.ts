import { expect, test } from 'vitest'
import type { InboxEvent, Replayed } from '#src/sync/inbox-event.ts'
import { trimMirror } from '#src/sync/trim-mirror.ts'
import { breath } from '#test/breath.ts'
import type { Client } from '#test/client.ts'
import { EVENT_TOKEN, tellEvent } from '#test/crm-event.ts'
import { crmPerson } from '#test/crm-person.ts'
import { createWorld, type World } from '#test/world.ts'

const PATH = '/api/v1/admin/sync/events'
type Page = { items: InboxEvent[]; next_cursor: string | null }

const list = async (rita: Client, query = '') => (await rita.get(`${PATH}?${query}`)).body as Page
const idsOf = async (rita: Client, query: string) => (await list(rita, query)).items.map(({ id }) => id)
const replay = async (rita: Client, body: object) =>
  (await rita.post(`${PATH}/replay`, body)).body as Replayed

async function keep({ sql }: World, columns: Record<string, unknown> = {}): Promise<number> {
  const event = {
    name: 'ONCRMDEALUPDATE',
    kind: 'deal-changed',
    object_id: 7405,
    body: 'event=ONCRMDEALUPDATE',
    ...columns,
  }
  const [row] = await sql`insert into webhook_inbox ${sql(event)} returning id::int`
  return row?.id
}

/** All that the router and the readings will do with them. */
async function untilDone(world: World): Promise<void> {
  for (;;) {
    await world.settle()
    const [left] =
      await world.sql`select count(*)::int as n from webhook_inbox where state in ('waiting', 'routed')`
    if (left?.n === 0) return
    await breath()
  }
}

test('S-11: an admin finds events by state, name, object, deal and time, page by page, and reads one as it came', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const rita = await world.signIn('9001')
  const old = await keep(world, { state: 'done', deal_id: 7405, received_at: '2026-01-15T08:00:00Z' })
  const parked = await keep(world, { state: 'parked', reason: 'no-answer', object_id: 8 })
  const added = await keep(world, { name: 'ONCRMDEALADD', state: 'ignored' })
  expect(await idsOf(rita, '')).toEqual([added, parked, old])
  expect(await idsOf(rita, 'state=parked')).toEqual([parked])
  expect(await idsOf(rita, 'name=oncrmdealadd')).toEqual([added])
  expect(await idsOf(rita, 'object_id=8')).toEqual([parked])
  expect(await idsOf(rita, 'deal_id=7405')).toEqual([old])
  expect(await idsOf(rita, 'from=2026-01-15T08:00:00Z&to=2026-01-15T08:00:01Z')).toEqual([old])
  expect(await idsOf(rita, 'from=2026-01-15T05:00:01-03:00')).toEqual([added, parked])
  const first = await list(rita, 'limit=2')
  expect(first.items.map(({ id }) => id)).toEqual([added, parked])
  expect(await idsOf(rita, `limit=2&cursor=${first.next_cursor}`)).toEqual([old])
  expect((await rita.get(`${PATH}/${parked}`)).body).toMatchObject({
    reason: 'no-answer',
    body: 'event=ONCRMDEALUPDATE',
  })
  expect((await rita.get(`${PATH}/4711`)).body).toMatchObject({ code: 'event-not-found' })
  for (const query of ['state=asleep', 'from=yesterday', 'object_id=x', 'deal_id=-1', 'limit=201', 'name='])
    expect((await rita.get(`${PATH}?${query}`)).status, query).toBe(422)
})

test('S-17: a parked event that is replayed is mirrored, as often as anybody asks, and no secret is in it', async () => {
  await using world = await createWorld({ CRM_EVENT_TOKEN: EVENT_TOKEN })
  const rita = await world.signIn('9001')
  const dealId = await crmPerson(world).opens({ title: 'Ninguém viu' })
  expect((await tellEvent(world, 'ONCRMDEALADD', { id: dealId })).status).toBe(200)
  await untilDone(world)
  const { items } = await list(rita, `object_id=${dealId}`)
  const [event] = items
  expect(event).toMatchObject({ state: 'done', deal_id: dealId })
  expect(JSON.stringify((await rita.get(`${PATH}/${event?.id}`)).body)).not.toContain(EVENT_TOKEN)

  await crmPerson(world).changes(dealId, { title: 'Agora sim' })
  await world.sql`update webhook_inbox set state = 'parked', reason = 'no-answer', deal_id = null`
  for (const expected of ['waiting', expect.stringMatching(/waiting|routed|done/)])
    expect(await rita.post(`${PATH}/${event?.id}/replay`)).toMatchObject({
      status: 200,
      body: { id: event?.id, state: expected },
    })
  await untilDone(world)
  expect(await world.sql`select title from deals where deal_id = ${dealId}`).toEqual([{ title: 'Agora sim' }])
  expect(await list(rita, `object_id=${dealId}`)).toMatchObject({
    items: [{ state: 'done', origin: 'replay', reason: null }],
  })
  const lines = await world.sql`select action, actor_id, subject_id from audit_log where subject = 'event'`
  expect(lines[0]).toEqual({ action: 'event-replayed', actor_id: 5, subject_id: event?.id })
  expect((await rita.post(`${PATH}/4711/replay`)).body).toMatchObject({ code: 'event-not-found' })
})

test('S-17: a range is replayed in order up to its limit, which says where to go on; what is on its way is left alone', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const rita = await world.signIn('9001')
  await world.sql`
    insert into webhook_inbox (name, kind, object_id, body, state, received_at)
    select 'ONCRMDEALUPDATE', 'deal-changed', number, '', case when number % 3 = 0 then 'parked' when number % 3 = 1 then 'routed' else 'done' end,
      '2026-01-15T08:00:00Z'::timestamptz + number * interval '1 second' from generate_series(1, 3000) as number`
  const counts = async () =>
    Object.fromEntries(
      (await world.sql`select state, count(*)::int as n from webhook_inbox group by state`).map(
        ({ state, n }) => [state, n],
      ),
    )
  const countOf = async (query: string) => (await rita.get(`${PATH}/count?${query}`)).body
  expect(await countOf('state=parked')).toEqual({ replayable: 1_000, is_more: false })
  const first = await replay(rita, { state: 'parked', limit: 700 })
  expect(first).toMatchObject({ replayed: 700, is_more: true, last_id: 2_100 })
  expect(await replay(rita, { state: 'parked', limit: 700, after: first.last_id })).toMatchObject({
    replayed: 300,
    is_more: false,
  })
  expect(await counts()).toEqual({ waiting: 1_000, routed: 1_000, done: 1_000 })
  const range = { from: '2026-01-15T08:00:00Z', to: '2026-01-15T08:00:31Z' }
  expect(await countOf(String(new URLSearchParams(range)))).toEqual({ replayable: 10, is_more: false })
  expect(await replay(rita, range)).toMatchObject({ replayed: 10, is_more: false })
  expect(await replay(rita, range)).toMatchObject({ replayed: 0, is_more: false })
  expect(await replay(rita, { state: 'waiting' })).toMatchObject({ replayed: 0 })
  for (const body of [
    {},
    { limit: 5 },
    { after: 3 },
    { state: 'parked', limit: 0 },
    { state: 'parked', limit: 10_001 },
    { state: 'asleep' },
    { deal_id: 0 },
    { from: 'x' },
    { estado: 'parked' },
  ])
    expect((await rita.post(`${PATH}/replay`, body)).status, JSON.stringify(body)).toBe(422)
})

test('O-10: how far the mirror is behind, what waits and what is dead, for admins and for Prometheus', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const rita = await world.signIn('9001')
  await world.sql`
    insert into webhook_inbox (name, kind, object_id, body, state, deal_id, received_at, done_at, origin)
    select 'ONCRMDEALUPDATE', 'deal-changed', 1, '', 'done', 1, now() - interval '10 minutes',
      now() - interval '10 minutes' + number * interval '1 second', 'online' from generate_series(1, 100) as number`
  await keep(world, {
    state: 'done',
    deal_id: 1,
    origin: 'replay',
    done_at: new Date(),
    received_at: new Date(Date.now() - 3_000_000),
  })
  await keep(world, { state: 'parked', reason: 'no-answer' })
  await keep(world, { state: 'waiting', received_at: new Date(Date.now() - 60_000) })
  await world.sql`
    insert into jobs (name, payload, key, is_head, lane, state)
    values ('refresh-deal', '{"dealId": 1}', 'deal:1', false, 1, 'dead'), ('refresh-deal', '{"dealId": 2}', 'deal:2', true, 3, 'waiting')`
  await world.sql`insert into sync_cursors (name, value) values ('sweep', '{"until": 1}'), ('spill:x', '{}')`
  await world.sql`insert into drift_findings (deal_id, object, field) values (1, 'deal', 'title')`
  const { status, body } = await rita.get('/api/v1/admin/sync')
  expect(status).toBe(200)
  const { lag, queue, progress, ...rest } = body as {
    lag: Record<string, number>
    queue: object[]
    progress: object[]
  }
  expect(lag).toMatchObject({ events: 100, p50_seconds: 50.5 })
  expect(lag.p99_seconds).toBeCloseTo(99, 0)
  expect(lag.oldest_waiting_seconds).toBeGreaterThan(59)
  expect(queue).toContainEqual({ lane: 'events', waiting: 0, running: 0, dead: 1 })
  expect(queue).toContainEqual({ lane: 'reconcile', waiting: 1, running: 0, dead: 0 })
  expect(progress).toMatchObject([{ name: 'sweep', value: { until: 1 }, is_claimed: false }])
  expect(rest).toMatchObject({
    inbox: { waiting: 1, routed: 0, parked: 1 },
    spill: { segments: 0, bytes: 0 },
    dead_refreshes: 1,
    crm: { state: 'up', free_requests: expect.any(Number) },
    drift: { open: 1, newest_found_at: expect.any(String) },
  })
  const { text } = await world.visitor().get('/metrics')
  for (const line of [
    'ponte_inbox_events{state="parked"} 1',
    'ponte_drift_open 1',
    'ponte_spill_bytes 0',
    'ponte_sync_lag_seconds_count 0',
  ])
    expect(text).toContain(line)
  expect((await (await world.signIn('2001')).get('/api/v1/admin/sync')).status).toBe(403)
  expect((await world.visitor().get('/api/v1/admin/sync')).status).toBe(401)
})

test('events go after 30 days and mended findings too; what is not mirrored yet stays, however old it is', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const { db } = world.gateway.ports
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
  const kept = [
    await keep(world, { state: 'done', received_at: ago(29), done_at: ago(29) }),
    await keep(world, { state: 'done', received_at: ago(31), done_at: ago(1) }),
    await keep(world, { state: 'waiting', received_at: ago(200) }),
    await keep(world, { state: 'routed', received_at: ago(200) }),
    await keep(world, { state: 'parked', received_at: ago(89) }),
  ]
  await keep(world, { state: 'parked', received_at: ago(91) })
  await keep(world, { state: 'ignored', received_at: ago(31) })
  await world.sql`
    insert into webhook_inbox (name, kind, body, state, received_at, done_at)
    select 'X', 'unknown', '', 'done', ${ago(31)}::timestamptz, ${ago(31)}::timestamptz from generate_series(1, 4500)`
  await world.sql`insert into drift_findings (deal_id, object, field, found_at, mended_at)
    values (1, 'deal', 'a', ${ago(40)}, ${ago(31)}), (1, 'deal', 'b', ${ago(40)}, ${ago(29)}), (1, 'deal', 'c', ${ago(200)}, null)`
  expect(await trimMirror({ db }, AbortSignal.abort())).toEqual({ events: 0, findings: 0 })
  expect(await trimMirror({ db })).toEqual({ events: 4_502, findings: 1 })
  expect((await world.sql`select id::int from webhook_inbox order by id`).map(({ id }) => id)).toEqual(kept)
  expect(await trimMirror({ db })).toEqual({ events: 0, findings: 0 })
})
