import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { listen } from '#test/room-client.ts'
import { ANA, givenMessage, givenTicket, JOAO, MARIA, PEDRO, RITA } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let maria: Client
let pedro: Client
let joao: Client
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api', CRM_WAIT_MS: '0' })
  ;[maria, pedro, joao] = await Promise.all([
    world.signIn('1001'),
    world.signIn('1002'),
    world.signIn('2001'),
  ])
})
afterAll(() => world[Symbol.asyncDispose]())

const at = (ticket: { id: number }, rest = '') => `/api/v1/tickets/${ticket.id}${rest}`
const idsOf = ({ body }: { body: unknown }) => (body as { items: { id: number }[] }).items.map(({ id }) => id)
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code
/** What the policy goes by, and who came when, are one truth. */
const kept = async ({ id }: { id: number }) => {
  const [row] = await world.sql<{ onRow: number[]; inTable: number[] }[]>`select watcher_ids as "onRow",
    array(select user_id from ticket_watchers where ticket_id = deals.id order by created_at) as "inTable" from deals where id = ${id}`
  expect(row?.inTable).toEqual(row?.onRow)
  return row?.onRow
}

test('whoever asked lets a colleague follow; they read without notes, write, and do nothing else with it', async () => {
  const ticket = await givenTicket(world, { status: 'waiting_for_user' })
  await givenMessage(world, ticket, { body_text: 'somente-da-equipe', kind: 'note', is_internal: true })
  expect((await pedro.get(at(ticket))).status).toBe(404)
  const added = await maria.put(at(ticket, `/watchers/${PEDRO}`))
  expect(added.status, added.text).toBe(200)
  expect(added.body).toMatchObject({
    items: [{ id: PEDRO, full_name: 'Pedro Lima', is_team: false, added_by: MARIA }],
  })

  const seen = await pedro.get(at(ticket))
  expect(seen.body).toMatchObject({ id: ticket.id, watcher_ids: [PEDRO], is_unread: false })
  expect(seen.text).not.toContain('somente-da-equipe')
  expect(idsOf(await pedro.get('/api/v1/tickets?scope=watching'))).toContain(ticket.id)
  expect(idsOf(await pedro.get('/api/v1/tickets'))).not.toContain(ticket.id)
  const said = await pedro.post(at(ticket, '/messages'), { message: 'Aqui também não funciona' })
  expect(said.body).toMatchObject({ ticket_id: ticket.id, is_from_user: true, author: { id: PEDRO } })
  // The requester has something new, and the team too.
  expect((await maria.get(at(ticket))).body).toMatchObject({
    ...{ status: 'in_progress', is_unread: true, is_read_by_admin: false },
  })
  await pedro.post(at(ticket, '/read'), {})
  expect((await maria.get(at(ticket))).body).toMatchObject({ is_unread: true })

  for (const [path, body] of [
    ['/close', {}],
    ['/rating', { rating: 5 }],
    ['/reopen', {}],
    ['/emails', { message: 'Oi' }],
    ['/messages', { message: 'Nota', is_internal: true }],
    ['/messages', { message: 'Feito', status_after: 'resolved' }],
  ] as const)
    expect((await pedro.post(at(ticket, path), body)).status, path).toBe(403)
  expect((await pedro.put(at(ticket, `/watchers/${ANA}`))).status).toBe(403)
  expect((await pedro.get(at(ticket, '/audit'))).status).toBe(403)
  expect(await kept(ticket)).toEqual([PEDRO])
})

test('T-41: whoever is in copy has a mark of their own, which nobody else clears and they clear nobody’s', async () => {
  const ticket = await givenTicket(world)
  await maria.put(at(ticket, `/watchers/${PEDRO}`))
  const listed = async (search = '', who = pedro) =>
    idsOf(await who.get(`/api/v1/tickets?scope=watching${search}`)).includes(ticket.id)
  const isUnread = async () => {
    const { is_unread } = (await pedro.get(at(ticket))).body as { is_unread: boolean }
    expect(await listed('&unread=true'), 'the list says the same').toBe(is_unread)
    expect(await listed('&unread=false')).toBe(!is_unread)
    return is_unread
  }
  expect(await isUnread(), 'nothing was said').toBe(false)
  await joao.post(at(ticket, '/messages'), { message: 'Já vamos ver' })
  expect(await isUnread()).toBe(true)
  await maria.post(at(ticket, '/read'), {})
  expect(await isUnread(), 'Maria has read it, and not Pedro').toBe(true)
  await using his = await listen(pedro)
  await using hers = await listen(maria)
  await pedro.post(at(ticket, '/read'), {})
  await his.hears('ticket_read', ({ id, user_id }) => id === ticket.id && user_id === PEDRO)
  expect(await isUnread()).toBe(false)
  await pedro.post(at(ticket, '/messages'), { message: 'Obrigado' })
  expect(await isUnread(), 'their own words are no news').toBe(false)
  await joao.post(at(ticket, '/messages'), { message: 'Só nosso', is_internal: true })
  expect(await isUnread(), 'notes are none either').toBe(false)
  await maria.post(at(ticket, '/messages'), { message: 'Aqui também' })
  expect(await isUnread()).toBe(true)
  // How far he had read was told to him alone: what came behind it has reached her, and that has not.
  await hers.hears('new_activity', ({ activity }) => JSON.stringify(activity).includes('Aqui também'))
  expect(hers.heard.filter((one) => one.event === 'ticket_read' && one.user_id === PEDRO)).toEqual([])
})

test('what somebody in copy says reopens nothing', async () => {
  const resolved = await givenTicket(world, { status: 'resolved', resolved_at: world.clock.now() })
  const closed = await givenTicket(world, { status: 'closed', closed_at: world.clock.now() })
  for (const ticket of [resolved, closed]) await joao.put(at(ticket, `/watchers/${PEDRO}`))
  expect((await pedro.post(at(resolved, '/messages'), { message: 'Obrigado' })).status).toBe(201)
  expect((await maria.get(at(resolved))).body).toMatchObject({ status: 'resolved' })
  const refused = await pedro.post(at(closed, '/messages'), { message: 'Voltou' })
  expect([refused.status, codeOf(refused)]).toEqual([400, 'ticket-closed'])
})

test('everybody may leave; whose ticket it is removes those in copy, and the team anybody', async () => {
  const ticket = await givenTicket(world)
  for (const id of [PEDRO, ANA, JOAO]) await joao.put(at(ticket, `/watchers/${id}`))
  expect((await maria.delete(at(ticket, `/watchers/${ANA}`))).status).toBe(403)
  expect((await pedro.delete(at(ticket, `/watchers/${ANA}`))).status).toBe(403)
  expect((await pedro.delete(at(ticket, `/watchers/${PEDRO}`))).status).toBe(204)
  expect((await pedro.get(at(ticket))).status).toBe(404)
  expect((await pedro.delete(at(ticket, `/watchers/${PEDRO}`))).status).toBe(404)
  await maria.put(at(ticket, `/watchers/${PEDRO}`))
  expect((await maria.delete(at(ticket, `/watchers/${PEDRO}`))).status).toBe(204)
  expect((await joao.delete(at(ticket, `/watchers/${ANA}`))).status).toBe(204)
  expect(await kept(ticket)).toEqual([JOAO])
  expect(idsOf(await joao.get('/api/v1/tickets?scope=watching'))).toEqual([ticket.id])
})

test('whoever follows already, whose ticket it is, who is gone and who is unknown', async () => {
  const ticket = await givenTicket(world)
  const before = (await maria.get(at(ticket))).body
  expect((await maria.put(at(ticket, `/watchers/${MARIA}`))).body).toEqual({ items: [] })
  expect((await maria.get(at(ticket))).body).toEqual(before)
  expect(codeOf(await maria.put(at(ticket, '/watchers/999999')))).toBe('user-not-found')
  await world.sql`update users set is_active = false where id = ${ANA}`
  expect(codeOf(await maria.put(at(ticket, `/watchers/${ANA}`)))).toBe('user-not-found')
  await world.sql`update users set is_active = true where id = ${ANA}`
  expect((await maria.put(at(ticket, '/watchers/x'))).status).toBe(422)
  await Promise.all([1, 2, 3].map(() => maria.put(at(ticket, `/watchers/${PEDRO}`))))
  expect(await kept(ticket)).toEqual([PEDRO])
  const lines = (await joao.get(at(ticket, '/audit'))).body as { items: { action: string }[] }
  expect(lines.items.filter(({ action }) => action === 'watchers-changed')).toHaveLength(1)
  await world.sql`update deals set watcher_ids = array(select generate_series(1001, 1050)) where id = ${ticket.id}`
  expect(codeOf(await maria.put(at(ticket, `/watchers/${ANA}`)))).toBe('too-many-watchers')
})

test('somebody who follows does not make a change of the team come too late', async () => {
  const ticket = await givenTicket(world)
  const { version } = (await joao.get(at(ticket))).body as { version: number }
  await joao.put(at(ticket, `/watchers/${RITA}`))
  const changed = await joao.patch(at(ticket), { tags: ['vip'] }, { 'if-match': `"${version}"` })
  expect(changed.status, changed.text).toBe(200)
})

test('R-10, R-15: who follows hears what happens, and who follows no more is out at once', async () => {
  const ticket = await givenTicket(world)
  await using his = await listen(pedro)
  expect(await his.ask('join_deal', { deal_id: ticket.deal_id })).toEqual({ ok: false, code: 'forbidden' })
  await maria.put(at(ticket, `/watchers/${PEDRO}`))
  await his.hears('ticket_updated', ({ id, changes }) => id === ticket.id && 'watcher_ids' in changes)
  expect(await his.ask('join_deal', { deal_id: ticket.deal_id })).toMatchObject({ ok: true })
  await joao.post(at(ticket, '/messages'), { message: 'Já vamos' })
  await his.hears('new_comment', ({ activity }) => activity.description === 'Já vamos')

  await maria.delete(at(ticket, `/watchers/${PEDRO}`))
  await his.hears(
    'ticket_updated',
    ({ id, changes }) => id === ticket.id && (changes.watcher_ids as number[])?.length === 0,
  )
  await joao.post(at(ticket, '/messages'), { message: 'Sem Pedro' })
  const other = await givenTicket(world, { user_id: PEDRO })
  await joao.post(at(other, '/messages'), { message: 'Para Pedro' })
  await his.hears('new_activity', ({ activity }) => activity.description === 'Para Pedro')
  expect(JSON.stringify(his.heard)).not.toContain('Sem Pedro')
  expect(await his.ask('join_deal', { deal_id: ticket.deal_id })).toEqual({ ok: false, code: 'forbidden' })
})

test('colleagues are found by a part of their name, with accents or without, and nothing else of them is told', async () => {
  const found = await maria.get('/api/v1/colleagues?q=joao')
  expect(found.body).toEqual({
    items: [
      {
        ...{ id: JOAO, full_name: 'João Tech', profile_picture_url: null },
        department: expect.any(String),
        filial: expect.any(String),
      },
    ],
  })
  expect(idsOf(await maria.get('/api/v1/colleagues?q=%25%25'))).toEqual([])
  expect((await maria.get('/api/v1/colleagues?q=a')).status).toBe(422)
})
