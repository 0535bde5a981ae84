import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openSignals, type Signals } from '#src/db/signals.ts'
import type { CommentId, DealId, JobId } from '#src/ids.ts'
import { createBeginning } from '#src/sync/begin-reading.ts'
import { parkEvents } from '#src/sync/inbox.ts'
import { settleInbox } from '#src/sync/settle-inbox.ts'
import { type Router, startRouter } from '#src/sync/start-router.ts'
import { EVENT_TOKEN, tellEvent } from '#test/crm-event.ts'
import { withDatabase } from '#test/postgres.ts'
import { waitUntil } from '#test/process.ts'
import { type Given, givenMessage, givenTicket } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let signals: Signals
const routers: Router[] = []

beforeEach(async () => {
  // Nobody works off what is promised: the test looks at it.
  const settings = { ROLE: 'api', CRM_EVENT_TOKEN: EVENT_TOKEN, CRM_RATE: '50', CRM_BURST: '1000' }
  world = await createWorld(settings)
  await world.control('PUT', 'limits', { enabled: false })
  const [database] = await world.sql`select current_database() as name`
  signals = await openSignals(withDatabase(inject('templateUrl'), database?.name), world.gateway.ports.log)
})
afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.stop()))
  await signals.close()
  await world[Symbol.asyncDispose]()
})

const startRouting = () => routers.push(startRouter({ ...world.gateway.ports, signals }))
const tell = async (name: string, id: string | number) =>
  expect((await tellEvent(world, name, { id })).status).toBe(200)
const rows = () => world.sql`
  select kind, object_id::float8 as id, state, deal_id, reason, attempts from webhook_inbox order by webhook_inbox.id`
const waiting = async () => (await rows()).filter(({ state }) => state === 'waiting')
const routed = () => waitUntil(async () => (await waiting()).length === 0)
const promised = async () =>
  (await world.sql`select key from jobs where name = 'refresh-deal' order by id`).map(({ key }) => key)
const asked = async () => {
  const calls = (await world.control('GET', 'requests')) as { method: string }[]
  return calls.map(({ method }) => method).filter((method) => /comment|activity|batch/.test(method))
}
const comment = (dealId: number, type = 'deal') => {
  const fields = { ENTITY_TYPE: type, ENTITY_ID: dealId, COMMENT: 'Olá' }
  return call('crm.timeline.comment.add', { fields })
}
async function call(method: string, params: object): Promise<number> {
  const response = await fetch(`${world.sandbox.url}/rest/1/sandbox/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  })
  return ((await response.json()) as { result: number }).result
}
const commentOfContact = async () =>
  comment(await call('crm.contact.add', { fields: { NAME: 'Maria' } }), 'contact')
const onDeal = async (ticket: Given, external_kind: string, external_id: number) =>
  void (await givenMessage(world, ticket, { external_kind, external_id }))

test('S-12: many events of one deal become one reading of it, and all are routed', async () => {
  for (let round = 0; round < 10; round++)
    await Promise.all(Array.from({ length: 30 }, (_, n) => tell('ONCRMDEALUPDATE', 7401 + (n % 2))))
  startRouting()
  await routed()
  expect(await promised()).toEqual(['deal:7401', 'deal:7402'])
  expect((await rows()).every(({ state, deal_id, id }) => state === 'routed' && deal_id === id)).toBe(true)
})

test('S-12: ten thousand events of one deal become one reading, and hold up nobody behind them', async () => {
  await world.sql`
    insert into webhook_inbox (name, kind, object_id, body)
    select 'ONCRMDEALUPDATE', 'deal-changed', case when n < 10000 then 7401 else 7402 end, '' from generate_series(1, 10000) as n`
  startRouting()
  await routed()
  expect(await promised()).toEqual(['deal:7401', 'deal:7402'])
})

test('S-09: a comment or an activity that has a row here leads to its deals without a question to the CRM', async () => {
  const [one, other] = [await givenTicket(world), await givenTicket(world)]
  await onDeal(one, 'comment', 81)
  await onDeal(one, 'activity', 82)
  // A mail of two deals.
  await onDeal(other, 'activity', 82)
  await world.control('DELETE', 'requests')
  await tell('ONCRMTIMELINECOMMENTDELETE', 81)
  await tell('ONCRMACTIVITYUPDATE', 82)
  startRouting()
  await routed()
  expect(await asked()).toEqual([])
  expect(await promised()).toEqual([`deal:${one.deal_id}`, `deal:${other.deal_id}`])
})

test('S-04: what has no row here is asked about once, many at a time; what is of no deal or gone is ignored for that reason', async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, () => comment(7401)))
  const ofContact = await commentOfContact()
  await world.control('DELETE', 'requests')
  for (const id of [...ids, ...ids]) await tell('ONCRMTIMELINECOMMENTADD', id)
  await tell('ONCRMTIMELINECOMMENTADD', ofContact)
  await tell('ONCRMTIMELINECOMMENTUPDATE', 999_999)
  startRouting()
  await routed()
  const found = await rows()
  expect(found.slice(0, 80).every(({ state, deal_id }) => state === 'routed' && deal_id === 7401)).toBe(true)
  expect(found.slice(80).map(({ state, reason }) => [state, reason])).toEqual([
    ['ignored', 'of-no-deal'],
    ['ignored', 'gone'],
  ])
  expect(await promised()).toEqual(['deal:7401'])
  expect(await asked()).toEqual(expect.arrayContaining(['batch']))
  expect((await asked()).filter((method) => method === 'batch')).toHaveLength(1)
})

test('I7: while the CRM is away its questions wait, deal events behind them do not, and nothing is lost when it is back', async () => {
  const id = await comment(7401)
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
  await tell('ONCRMTIMELINECOMMENTADD', id)
  startRouting()
  await tell('ONCRMDEALUPDATE', 7402)
  await waitUntil(async () => (await promised()).includes('deal:7402'))
  expect(await waiting()).toMatchObject([{ kind: 'comment-changed' }])
  await world.control('PUT', 'faults', [])
  await routed()
  expect(await promised()).toEqual(['deal:7402', 'deal:7401'])
})

test('I7: what the CRM refuses to say, and ids that can be none, are parked with a reason and stop nobody', async () => {
  const refused = await comment(7401)
  const rule = {
    match: { method: 'crm.timeline.comment.get' },
    effect: 'status',
    code: 400,
    error: 'ACCESS_DENIED',
  }
  await world.control('PUT', 'faults', [rule])
  await tell('ONCRMTIMELINECOMMENTADD', refused)
  for (const id of ['', 'abc', '-1', '2147483648', '9007199254740991']) await tell('ONCRMDEALUPDATE', id)
  await tell('ONCRMACTIVITYADD', '9999999999')
  await tell('ONCRMTIMELINECOMMENTDELETE', '')
  await tell('ONTASKADD', 5)
  await tell('ONCRMDEALADD', 7403)
  startRouting()
  await routed()
  const found = await rows()
  expect(found[0]).toMatchObject({ state: 'parked', reason: expect.stringMatching(/^rejected: /) })
  expect(found.slice(1, 8).map(({ state, reason }) => [state, reason])).toEqual(
    Array(7).fill(['parked', 'impossible-id']),
  )
  expect(found[8]).toMatchObject({ state: 'ignored', reason: 'unknown-event' })
  expect(await promised()).toEqual(['deal:7403'])
})

test('I7: an event that cannot be routed is parked, and those around it are routed', async () => {
  await world.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin
      if new.deal_id = 666 then raise exception 'not this one'; end if; return new; end $$;
    create trigger refuse before update on webhook_inbox for each row execute function refuse()`)
  for (const id of [7401, 666, 7402]) await tell('ONCRMDEALUPDATE', id)
  startRouting()
  await routed()
  expect((await rows()).map(({ state, reason }) => [state, reason])).toEqual([
    ['routed', null],
    ['parked', 'cannot-be-routed'],
    ['routed', null],
  ])
  expect(await promised()).toEqual(['deal:7401', 'deal:7402'])
})

test('I4: that a comment is gone which has no row yet is believed only when no reading can still bring it', async () => {
  await tell('ONCRMTIMELINECOMMENTDELETE', 4711)
  startRouting()
  await tell('ONCRMDEALUPDATE', 7401)
  await waitUntil(async () => (await promised()).length === 1)
  expect(await waiting()).toHaveLength(1)
  // A reading that began before brings the row: now it leads to its deal.
  const ticket = await givenTicket(world)
  await onDeal(ticket, 'comment', 4711)
  await routed()
  expect(await promised()).toEqual(['deal:7401', `deal:${ticket.deal_id}`])
  await tell('ONCRMACTIVITYDELETE', 4712)
  await world.sql`update webhook_inbox set received_at = received_at - interval '1 minute' where state = 'waiting'`
  await routed()
  expect((await rows()).at(-1)).toMatchObject({ state: 'ignored', reason: 'not-mirrored' })
})

test('several gateways route beside each other: each event once, and each question is asked once', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => comment(7401)))
  await world.control('DELETE', 'requests')
  for (let router = 0; router < 3; router++) startRouting()
  await Promise.all(Array.from({ length: 300 }, (_, n) => tell('ONCRMDEALUPDATE', 7401 + (n % 30))))
  for (const id of ids) await tell('ONCRMTIMELINECOMMENTADD', id)
  await routed()
  expect(new Set(await promised()).size).toBe(30)
  expect(await promised()).toHaveLength(30)
  const gets = (await asked()).filter((method) => method === 'crm.timeline.comment.get')
  expect(gets.length).toBeLessThanOrEqual(ids.length)
})

test('an event that is about fields has every gateway look at them again', async () => {
  startRouting()
  await world.control('DELETE', 'requests')
  await tell('ONCRMDEALUSERFIELDUPDATE', 7)
  await waitUntil(async () => {
    const calls = (await world.control('GET', 'requests')) as { method: string }[]
    return calls.some(({ method }) => /crm.item.fields|batch/.test(method))
  })
  await routed()
  expect(await rows()).toMatchObject([{ state: 'done' }])
})

test('a reading settles the events that came before it began and leaves the others; given up, it parks them', async () => {
  const { db } = world.gateway.ports
  const dealId = 7401 as DealId
  const begin = createBeginning(db)
  const beginReading = () => begin(dealId, { id: 0 as JobId, lane: 'people' })
  expect(await beginReading()).toMatchObject({ upTo: null })
  startRouting()
  for (let n = 0; n < 3; n++) await tell('ONCRMDEALUPDATE', dealId)
  await routed()
  const upTo = (await beginReading())?.upTo ?? null
  expect(upTo).not.toBeNull()
  await tell('ONCRMDEALUPDATE', dealId)
  await tell('ONCRMDEALUPDATE', 7402)
  await routed()
  await db.transaction((tx) => settleInbox(tx, dealId, upTo))
  expect((await rows()).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'routed', 'routed'])
  await parkEvents(db, 'refresh-deal', { dealId }, 'gave-up')
  expect((await rows()).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'parked', 'routed'])
})

test('S-05: a mail of several deals is done when all of them are read, in whichever order, and whatever was given up before', async () => {
  const { db } = world.gateway.ports
  const begin = createBeginning(db)
  const tickets = [await givenTicket(world), await givenTicket(world), await givenTicket(world)]
  for (const ticket of tickets) await onDeal(ticket, 'activity', 82)
  await tell('ONCRMACTIVITYUPDATE', 82)
  startRouting()
  await routed()
  const [first, second, third] = tickets.map(({ deal_id }) => deal_id as DealId)
  const isRead = async (dealId: DealId | undefined) => {
    if (dealId === undefined) throw new Error('a ticket has no deal')
    const upTo = (await begin(dealId, { id: 0 as JobId, lane: 'people' }))?.upTo ?? null
    await db.transaction((tx) => settleInbox(tx, dealId, upTo))
    return (await rows()).map(({ state }) => state)[0]
  }
  expect(await isRead(second)).toBe('routed')
  await parkEvents(db, 'refresh-deal', { dealId: third }, 'gave-up')
  expect(await rows()).toMatchObject([{ state: 'parked', reason: 'gave-up' }])
  expect([await isRead(first), await isRead(second)]).toEqual(['parked', 'parked'])
  expect(await isRead(third)).toBe('done')
  expect(await rows()).toMatchObject([{ reason: null }])
})

test('S-02: whose comment it is, is known of one on a deal, one on something else, and one that is gone', async () => {
  const { crm } = world.gateway.ports
  const BACKGROUND = { priority: 'background' } as const
  const of = async (id: number) => crm.dealsOfComment(id as CommentId, BACKGROUND)
  expect(await of(await comment(7401))).toEqual([7401])
  expect(await of(await commentOfContact())).toEqual([])
  expect(await of(999_999)).toBeNull()
})
