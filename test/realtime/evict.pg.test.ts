import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GatewayBeside, gatewayBeside } from '#test/gateway-beside.ts'
import { type Listener, listen } from '#test/room-client.ts'
import { ANA, givenTicket, JOAO, PEDRO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let beside: GatewayBeside
/** The connection by which the world's own gateway hears. */
let ownSignals: number
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api' })
  const [own] = await world.sql<{ pid: number }[]>`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'ponte gateway signals'`
  ownSignals = own?.pid ?? 0
  beside = await gatewayBeside(world)
})
afterAll(async () => {
  await beside[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

/** Why the server let go of them; null: it did not. */
function endOf({ socket }: Listener): () => string | null {
  let why: string | null = null
  socket.on('disconnect', (reason) => {
    why = reason
  })
  return () => why
}
const patiently = { timeout: 60_000 }

test('R-15: whoever signs out is out of the rooms of every gateway, and other sign-ins of theirs stay', async () => {
  const ana = await world.signIn('2002')
  const onHerPhone = await world.signIn('2002')
  await using here = await listen(ana)
  await using there = await listen(beside.as(ana))
  await using phone = await listen(beside.as(onHerPhone))
  await phone.joinDashboard()
  const ends = [endOf(here), endOf(there)]
  const phoneEnd = endOf(phone)
  await ana.delete('/api/v1/session')
  for (const end of ends) await expect.poll(end, patiently).toBe('io server disconnect')
  expect(phoneEnd()).toBeNull()
  await expect(listen(ana.cookies.size > 0 ? ana : beside.as(ana))).rejects.toThrow('not-signed-in')
})

test('R-15: whoever is deactivated or gets another password is out', async () => {
  const rita = await world.signIn('9001')
  const pedro = await world.signIn('1002')
  await using his = await listen(beside.as(pedro))
  const end = endOf(his)
  expect((await rita.patch(`/api/v1/users/${PEDRO}`, { password: 'uma-senha-nova' })).status).toBe(200)
  await expect.poll(end, patiently).toBe('io server disconnect')

  const again = await world.signIn('1002', 'uma-senha-nova')
  await using hisNew = await listen(beside.as(again))
  const newEnd = endOf(hisNew)
  expect((await rita.patch(`/api/v1/users/${PEDRO}`, { is_active: false })).status).toBe(200)
  await expect.poll(newEnd, patiently).toBe('io server disconnect')
  await expect(listen(beside.as(again))).rejects.toThrow('session-ended')
})

test('R-15: whoever is of the team no more is cut off, comes again, and finds the doors of the team closed', async () => {
  const rita = await world.signIn('9001')
  const joao = await world.signIn('2001')
  const ticket = await givenTicket(world)
  await using his = await listen(beside.as(joao), { reconnection: true, reconnectionDelay: 10 })
  await his.joinDashboard()
  await his.joinDeal(Number(ticket.deal_id))
  const end = endOf(his)
  expect((await rita.patch(`/api/v1/users/${JOAO}`, { role: 'requester' })).status).toBe(200)
  await expect.poll(end, patiently).toBe('transport close')
  await expect.poll(() => his.socket.connected, patiently).toBe(true)
  expect(await his.ask('join_dashboard')).toEqual({ ok: false, code: 'forbidden' })
  expect(await his.ask('join_deal', { deal_id: ticket.deal_id })).toEqual({ ok: false, code: 'forbidden' })
})

test('R-15: when a role may no more follow the board, those who do are cut off at every gateway, and others stay', async () => {
  const rita = await world.signIn('9001')
  const ana = await world.signIn('2002')
  await using hers = await listen(beside.as(ana), { reconnection: true, reconnectionDelay: 10 })
  await using ritas = await listen(beside.as(rita))
  await hers.joinDashboard()
  await ritas.joinDashboard()
  const [end, ritasEnd] = [endOf(hers), endOf(ritas)]
  const change = { items: [{ action: 'dashboard:watch', agent: false, lead: true }] }
  const headers = { 'if-match': '*' }
  expect((await rita.send('PUT', '/api/v1/admin/permissions', change, headers)).status).toBe(200)
  await expect.poll(end, patiently).toBe('transport close')
  await expect.poll(() => hers.socket.connected, patiently).toBe(true)
  expect(await hers.ask('join_dashboard')).toEqual({ ok: false, code: 'forbidden' })
  expect(ritasEnd()).toBeNull()
  expect((await rita.send('PUT', '/api/v1/admin/permissions', { items: [] }, headers)).status).toBe(200)
  await expect.poll(() => hers.ask('join_dashboard'), patiently).toMatchObject({ ok: true })
})

test('R-15: a change that nobody heard of is noticed by whoever asks next', async () => {
  const ana = await world.signIn('2002')
  await using hers = await listen(beside.as(ana))
  // By then she is in her own room, for which she is looked at too.
  await hers.joinDashboard()
  const end = endOf(hers)
  await world.sql`update sessions set revoked_at = now() where user_id = ${ANA}`
  expect(await hers.ask('join_dashboard')).toEqual({ ok: false, code: 'session-ended' })
  await expect.poll(end, patiently).toBe('io server disconnect')
})

test('R-15: when signals were not heard for a while, all are judged anew, and then they are heard again', async () => {
  const ana = await world.signIn('2002')
  await using hers = await listen(beside.as(ana))
  await hers.joinDashboard()
  const end = endOf(hers)
  await world.sql`update sessions set revoked_at = now() where user_id = ${ANA}`
  await world.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'ponte gateway signals' and pid <> ${ownSignals}`
  await expect.poll(end, patiently).toBe('io server disconnect')

  const again = await world.signIn('2002')
  await using hersAgain = await listen(beside.as(again))
  await hersAgain.joinDashboard()
  const secondEnd = endOf(hersAgain)
  await again.delete('/api/v1/session')
  await expect.poll(secondEnd, patiently).toBe('io server disconnect')
})
