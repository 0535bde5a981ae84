import { once } from 'node:events'
import * as net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { telling } from '#src/db/tell.ts'
import type { TicketId } from '#src/ids.ts'
import { trimTold } from '#src/realtime/trim-told.ts'
import type { Client } from '#test/client.ts'
import { gatewayBeside } from '#test/gateway-beside.ts'
import { type Listener, listen } from '#test/room-client.ts'
import { givenTicket } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let ana: Client
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api', SOCKETS_PER_USER: '4', SOCKETS_MAX: '6' })
  ana = await world.signIn('2002')
})
afterAll(() => world[Symbol.asyncDispose]())

const patiently = { timeout: 60_000 }
const pushed = (id: number) =>
  ({ kind: 'sync-state', ticketId: id as TicketId, actorId: null, data: { crm_status: 'synced' } }) as const
const endOf = ({ socket }: Listener): Promise<string> =>
  new Promise((resolve) => void socket.once('disconnect', resolve))

/** What is answered to a raw request, until the other side hangs up. */
async function raw(url: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = net.connect(Number(port), hostname)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  let text = ''
  socket.on('data', (chunk) => {
    text += String(chunk)
  })
  await once(socket, 'close')
  return text
}
const upgrade = (path: string, more: string[] = []) => [
  `GET ${path} HTTP/1.1`,
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ...more,
]
const ENGINE = '/socket.io/?EIO=4&transport=websocket'

describe('who is not let in', () => {
  test('an upgrade of what nobody serves is refused at once', async () => {
    expect(await raw(world.url, upgrade('/anything'))).toMatch(/^HTTP\/1.1 404 /)
    expect(await raw(world.url, upgrade('/'))).toMatch(/^HTTP\/1.1 404 /)
  })

  test('a gateway that only works serves no sockets', async () => {
    await using worker = await gatewayBeside(world, { ROLE: 'worker' })
    expect(await raw(worker.url, upgrade(ENGINE))).toMatch(/^HTTP\/1.1 404 /)
    expect((await fetch(`${worker.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(404)
  })

  test('a page of somebody else, though the browser sends our cookies with it', async () => {
    const cookie = `Cookie: access_token=${ana.cookies.get('access_token')}`
    const answer = await raw(world.url, upgrade(ENGINE, ['Origin: https://evil.example.com', cookie]))
    expect(answer).toMatch(/^HTTP\/1.1 40[03] .*origin-not-allowed$/s)
    await using byCookie = await listen(ana, {
      auth: {},
      extraHeaders: { origin: world.url, cookie: `access_token=${ana.cookies.get('access_token')}` },
    })
    expect(byCookie.socket.connected).toBe(true)
  })

  test('more sockets than a person, or a gateway, may have; those that go make room', async () => {
    const open: Listener[] = []
    for (let n = 0; n < 4; n += 1) open.push(await listen(ana))
    await expect(listen(ana)).rejects.toThrow('too-many-connections')
    const joao = await world.signIn('2001')
    for (let n = 0; n < 2; n += 1) open.push(await listen(joao))
    await expect(listen(joao)).rejects.toThrow('websocket error')
    for (const one of open) one.socket.disconnect()
    await expect
      .poll(() => listen(joao).then((one) => one[Symbol.asyncDispose](), String), patiently)
      .toBeUndefined()
  })
})

describe('who is cut off', () => {
  test('whoever asks without end', async () => {
    await using flood = await listen(ana)
    const end = endOf(flood)
    for (let n = 0; n < 300; n += 1) flood.socket.emit('leave_deal', { deal_id: 1 })
    expect(await end).toBe('io server disconnect')
  })

  test('whoever sends more than 16 KiB', async () => {
    await using large = await listen(ana)
    const end = endOf(large)
    // What is no number is refused, if it gets that far.
    large.socket.emit('leave_deal', { deal_id: 'x'.repeat(17_000) as unknown as number })
    expect(await end).toMatch(/transport (close|error)/)
  })

  test('whoever does not take what is said; it is not kept for them, and others hear all of it', async () => {
    const ticket = await givenTicket(world)
    await using good = await listen(ana)
    await good.joinDashboard()
    await using slow = await listen(ana)
    await slow.joinDashboard()
    const end = endOf(slow)
    // As a laptop that was closed: the connection is there, and nobody reads. `_socket` is that of the package ws.
    const { ws } = slow.socket.io.engine.transport as unknown as { ws: { _socket: net.Socket } }
    ws._socket.pause()
    const { db } = world.gateway.ports
    const title = 'a'.repeat(60_000)
    const about = { kind: 'ticket-changed', ticketId: ticket.id as TicketId, actorId: null } as const
    let said = 0
    const droppedSoFar = async () => {
      await db.transaction((tx) =>
        telling(tx, async (tell) => {
          for (let n = 0; n < 50; n += 1) tell({ ...about, data: { changes: { title }, version: ++said } })
        }),
      )
      await expect.poll(() => good.heard.length, patiently).toBe(said)
      return /^ponte_room_slow_clients_total (\d+)/m.exec((await world.visitor().get('/metrics')).text)?.[1]
    }
    await expect.poll(droppedSoFar, patiently).toBe('1')
    ws._socket.resume()
    expect(await end).toMatch(/transport (close|error)/)
  })
})

test('O-10: a gateway that stops lets go of its sockets, which come back elsewhere and miss nothing', async () => {
  const ticket = await givenTicket(world)
  const beside = await gatewayBeside(world)
  await using watcher = await listen(beside.as(ana))
  const { seq } = await watcher.joinDeal(Number(ticket.deal_id))
  await using polling = await listen(beside.as(ana), { transports: ['polling'] })
  const ends = [endOf(watcher), endOf(polling)]
  await beside[Symbol.asyncDispose]()
  expect(await Promise.all(ends)).toEqual([
    'transport close',
    expect.stringMatching(/transport (close|error)/),
  ])
  await world.gateway.ports.db.transaction((tx) =>
    telling(tx, async (tell) =>
      tell({
        kind: 'sync-state',
        ticketId: ticket.id as TicketId,
        actorId: null,
        data: { crm_status: 'synced' },
      }),
    ),
  )
  await using elsewhere = await listen(ana)
  await elsewhere.joinDeal(Number(ticket.deal_id), seq)
  expect(elsewhere.heard.map(({ event }) => event)).toEqual(['sync_state'])
})

test('what was told is forgotten after seven days, but for the newest', async () => {
  const ticket = await givenTicket(world)
  const { db } = world.gateway.ports
  await world.sql`delete from domain_events`
  await world.sql`insert into domain_events (kind, ticket_id, data, at)
    select 'sync-state', ${ticket.id}, '{}', now() - interval '8 days' from generate_series(1, 4100)`
  await world.sql`update notice_cursor set seq = (select max(seq) from domain_events)`
  expect(await trimTold({ db })).toBe(4_099)
  await world.sql`insert into domain_events (kind, ticket_id, data) values ('sync-state', ${ticket.id}, '{}')`
  await world.sql`update notice_cursor set seq = (select max(seq) from domain_events)`
  expect(await trimTold({ db })).toBe(1)
  expect(await trimTold({ db })).toBe(0)
})

test('O-10: sockets, rooms, what is said, how late, and what was refused are counted', async () => {
  const ticket = await givenTicket(world)
  await using watcher = await listen(ana)
  await watcher.joinDeal(Number(ticket.deal_id))
  await watcher.joinDashboard()
  await watcher.ask('join_deal', { deal_id: 999_999 })
  await watcher.ask('sync', { since_seq: 1e9 })
  await world.gateway.ports.db.transaction((tx) => telling(tx, async (tell) => tell(pushed(ticket.id))))
  await watcher.hears('sync_state')
  const read = async () => (await world.visitor().get('/metrics')).text
  await expect.poll(read, patiently).toMatch(/^ponte_sockets 1$/m)
  const text = await read()
  expect(text).toMatch(/^ponte_rooms\{of="ticket"\} 1$/m)
  expect(text).toMatch(/^ponte_rooms\{of="dashboard"\} 1$/m)
  expect(text).toMatch(/^ponte_room_events_total\{event="sync_state"\} [1-9]/m)
  expect(text).toMatch(/^ponte_relay_lag_seconds_count [1-9]/m)
  expect(text).toMatch(/^ponte_room_refusals_total\{code="forbidden"\} [1-9]/m)
  expect(text).toMatch(/^ponte_room_resyncs_total [1-9]/m)
})
