import { expect, test } from 'vitest'
import type { SmallPayloads } from '#src/realtime/events.ts'
import { gatewayBeside } from '#test/gateway-beside.ts'
import { type Listener, listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket } from '#test/tickets.ts'

const { world, maria, joao, ana } = await signedIn({ ROLE: 'api' })
const PATIENCE_MS = 60_000

type There = SmallPayloads['presence']['people']
const namesOf = (people: There) => people.map(({ name }) => name).sort()
/** What somebody was told last about who is there. */
const lastOf = ({ small }: Listener) =>
  (small.findLast(({ event }) => event === 'presence') as SmallPayloads['presence'] | undefined)?.people ?? []
const seesAtLast = (listener: Listener, names: string[]) =>
  expect.poll(() => namesOf(lastOf(listener)), { timeout: PATIENCE_MS }).toEqual(names)
const typingOf = ({ small }: Listener) =>
  small.filter((one): one is SmallPayloads['typing'] => one.event === 'typing')

test('R-11: who looks at a ticket is seen by all there, on two gateways, and several tabs count once', async () => {
  const ticket = await givenTicket(world)
  const deal = Number(ticket.deal_id)
  await using beside = await gatewayBeside(world)
  await using hers = await listen(maria)
  await hers.joinDeal(deal)
  {
    await using tab = await listen(beside.as(ana))
    await tab.joinDeal(deal)
    await using otherTab = await listen(ana)
    await otherTab.joinDeal(deal)
    await seesAtLast(hers, ['Ana Costa', 'Maria Santos'])
    await seesAtLast(tab, ['Ana Costa', 'Maria Santos'])
    await using his = await listen(beside.as(joao))
    const { people } = (await his.joinDeal(deal)) as unknown as { people: There }
    expect(namesOf(people)).toEqual(['Ana Costa', 'Maria Santos'])
    expect(lastOf(hers).find(({ name }) => name === 'Ana Costa')).toEqual({
      ...{ id: 4, name: 'Ana Costa', state: 'looking', is_internal: false },
    })
  }
  await seesAtLast(hers, ['Maria Santos'])
})

test('R-07, R-08: typing is told to the others in the room once, and of a note to the team alone', async () => {
  const ticket = await givenTicket(world)
  const deal_id = Number(ticket.deal_id)
  await using beside = await gatewayBeside(world)
  await using hers = await listen(maria)
  await using his = await listen(beside.as(joao))
  await using anas = await listen(ana)
  for (const listener of [hers, his, anas]) await listener.joinDeal(deal_id)
  expect(await his.ask('typing', { deal_id, state: 'start', is_internal: true })).toEqual({ ok: true })
  expect(await anas.hears('typing')).toMatchObject({
    ...{ event: 'typing', id: ticket.id, deal_id, state: 'start', is_internal: true },
    actor: { id: 3, name: 'João Tech' },
  })
  await expect
    .poll(() => lastOf(anas).find(({ id }) => id === 3), { timeout: PATIENCE_MS })
    .toMatchObject({ state: 'writing', is_internal: true })
  await his.ask('typing', { deal_id, state: 'stop', is_internal: true })
  await anas.hears('typing', ({ state }) => state === 'stop')
  await his.ask('ticket:typing', { ticket_id: ticket.id, state: 'start' })
  await his.ask('typing', { deal_id, state: true })
  expect(await hers.hears('typing')).toMatchObject({ state: 'start', is_internal: false })
  await joao.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Pronto' })
  await hers.hears('typing', ({ state }) => state === 'stop')
  expect(typingOf(hers).map(({ state }) => state)).toEqual(['start', 'stop'])
  expect(typingOf(his)).toEqual([])
  expect(JSON.stringify(hers.small)).not.toContain('"is_internal":true')
})

test('R-14: who is not in the room cannot type there, and requesters write no notes', async () => {
  const ticket = await givenTicket(world)
  const deal_id = Number(ticket.deal_id)
  await using hers = await listen(maria)
  const forbidden = { ok: false, code: 'forbidden' }
  expect(await hers.ask('typing', { deal_id, state: 'start' })).toEqual(forbidden)
  expect(await hers.ask('typing', { deal_id: 999_999, state: 'start' })).toEqual(forbidden)
  await hers.joinDeal(deal_id)
  expect(await hers.ask('typing', { deal_id, state: 'start', is_internal: true })).toEqual(forbidden)
  expect(await hers.ask('typing', { deal_id, state: 'shout' })).toEqual({
    ok: false,
    code: 'invalid-request',
  })
})

test('T-41: read is the same mark as over HTTP, and the others get a receipt', async () => {
  const ticket = await givenTicket(world)
  const deal_id = Number(ticket.deal_id)
  await using hers = await listen(maria)
  await using his = await listen(joao)
  await hers.joinDeal(deal_id)
  await his.joinDeal(deal_id)
  await joao.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Já vamos ver' })
  const { activity } = await hers.hears('new_comment')
  expect(await hers.ask('read', { deal_id, last_message_id: activity.id })).toEqual({ ok: true })
  expect(await his.hears('ticket_read')).toMatchObject({
    ...{ id: ticket.id, deal_id, user_id: 1, last_read_message_id: activity.id, by_team: false },
  })
  expect(await hers.ask('read', { deal_id: 999_999 })).toEqual({ ok: false, code: 'forbidden' })
})

test('what was told while a gateway did not hear is asked for when it hears again', async () => {
  const ticket = await givenTicket(world)
  const deal = Number(ticket.deal_id)
  await using beside = await gatewayBeside(world)
  await using hers = await listen(maria)
  await hers.joinDeal(deal)
  await world.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'ponte gateway signals'`
  await using his = await listen(beside.as(joao))
  await his.joinDeal(deal)
  await seesAtLast(hers, ['João Tech', 'Maria Santos'])
  await seesAtLast(his, ['João Tech', 'Maria Santos'])
})
