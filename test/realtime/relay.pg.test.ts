import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '#src/db/connect.ts'
import { type NewEvent, telling } from '#src/db/tell.ts'
import type { TicketId } from '#src/ids.ts'
import { type GatewayBeside, gatewayBeside } from '#test/gateway-beside.ts'
import { listen } from '#test/room-client.ts'
import { type Given, givenTicket } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let beside: GatewayBeside
let ticket: Given
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api' })
  beside = await gatewayBeside(world)
  ticket = await givenTicket(world)
})
afterAll(async () => {
  await beside[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

const tell = (...events: Pick<NewEvent, 'kind' | 'data'>[]) =>
  world.gateway.ports.db.transaction((tx) =>
    telling(tx, async (tell) => {
      for (const event of events) tell({ ...event, ticketId: ticket.id as TicketId, actorId: null })
    }),
  )
const titled = (title: string) =>
  ({ kind: 'ticket-changed', data: { changes: { title }, version: 1 } }) as const

test('R-18, O-07: what is committed through one gateway is heard on another', async () => {
  await using far = await listen(beside.as(await world.signIn('2002')))
  await far.joinDashboard()
  await tell(titled('Longe'))
  await far.hears('ticket_updated', ({ changes }) => changes.title === 'Longe')
})

test('I6: transactions that commit against the order in which they began hide no event from a reader', async () => {
  await using watcher = await listen(await world.signIn('2002'))
  await watcher.joinDashboard()
  const { db } = world.gateway.ports
  const say = (tx: Tx, title: string) =>
    telling(tx, async (tell) => tell({ ...titled(title), ticketId: ticket.id as TicketId, actorId: null }))
  const [isNumbered, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const mayTell = Promise.withResolvers<void>()
  const began = db.transaction(async (tx) => {
    await tx.execute(sql`select txid_current()`)
    await mayTell.promise
    await say(tx, 'Começou antes')
  })
  await tell(titled('Começou depois'))
  mayTell.resolve()
  await began

  // One has its number and is not committed: who comes after it waits, or a reader would pass its number by.
  const first = db.transaction(async (tx) => {
    await say(tx, 'Tem número')
    isNumbered.resolve()
    await mayCommit.promise
  })
  await isNumbered.promise
  const second = tell(titled('Vem depois'))
  // Of this database alone: others are tried at the same time.
  const waiting = () => world.sql`
    select from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where locktype = 'advisory' and not granted and datname = current_database()`
  await expect.poll(waiting, { timeout: 60_000 }).toHaveLength(1)
  mayCommit.resolve()
  await Promise.all([first, second])
  await watcher.hears('ticket_updated', ({ changes }) => changes.title === 'Vem depois')
  const told = watcher.heard.flatMap((one) => (one.event === 'ticket_updated' ? [one] : []))
  expect(told.map(({ changes }) => changes.title)).toEqual([
    'Começou depois',
    'Começou antes',
    'Tem número',
    'Vem depois',
  ])
  expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).toSorted((a, b) => a - b))
})

test('what cannot be said keeps back nothing else, live or when it was missed', async () => {
  await using watcher = await listen(await world.signIn('1001'))
  const { seq } = await watcher.joinDeal(Number(ticket.deal_id))
  await tell({ kind: 'ticket-changed', data: {} }, titled('Depois'))
  await watcher.hears('deal_updated', ({ changes }) => changes.title === 'Depois')
  await using later = await listen(await world.signIn('1001'))
  await later.joinDeal(Number(ticket.deal_id), seq)
  expect(later.heard.map(({ event }) => event)).toEqual(['deal_updated'])
  await expect.poll(world.log, { timeout: 60_000 }).toContain('an event cannot be said')
})

test('what was committed while Postgres had cut all connections is heard, once and in order', async () => {
  const client = await world.signIn('2002')
  await using watcher = await listen(client)
  await watcher.joinDashboard()
  const { heardBefore } = await watcher.joinDeal(Number(ticket.deal_id))
  const titles = Array.from({ length: 12 }, (_, n) => `Corte ${n}`)
  for (const [n, title] of titles.entries()) {
    if (n % 4 === 2)
      await world.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`
    // By a connection of its own: the one of the gateway is cut off too.
    await world.sql.begin(async (sql) => {
      const data = JSON.stringify(titled(title).data)
      await sql`select pg_advisory_xact_lock(8355)`
      await sql`insert into domain_events (kind, ticket_id, data) values ('ticket-changed', ${ticket.id}, ${data}::text::jsonb)`
    })
    if (n % 4 === 3) await watcher.hears('deal_updated', ({ changes }) => changes.title === title)
  }
  const heard = watcher.heard.slice(heardBefore)
  for (const event of ['deal_updated', 'ticket_updated'] as const)
    expect(heard.flatMap((one) => (one.event === event ? [one.changes.title] : []))).toEqual(titles)

  // Signals are heard again by both: what is ended through one ends on either.
  const leaving = await world.signIn('2001')
  await using here = await listen(leaving)
  await using there = await listen(beside.as(leaving))
  await leaving.delete('/api/v1/session')
  for (const { socket } of [here, there])
    await expect.poll(() => socket.connected, { timeout: 60_000 }).toBe(false)
})
