import { expect, test } from 'vitest'
import { gatewayBeside } from '#test/gateway-beside.ts'
import { plainSocket } from '#test/plain-socket.ts'
import { listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket } from '#test/tickets.ts'

const { world, maria, pedro, joao, ana } = await signedIn({ ROLE: 'api', SOCKETS_PER_USER: '4' })

const says = (id: number, message: string) => joao.post(`/api/v1/tickets/${id}/messages`, { message })
const notes = (id: number, message: string) =>
  joao.post(`/api/v1/tickets/${id}/messages`, { message, is_internal: true })

test('R-17, D-24, D-25, R-13: an unchanged portal hears on its own paths what is said in the rooms, with the payloads of R-03', async () => {
  const ticket = await givenTicket(world)
  const deal_id = Number(ticket.deal_id)
  await using beside = await gatewayBeside(world)
  await using hers = await plainSocket(maria, `/ws/${deal_id}/1?since_seq=0`)
  await using his = await plainSocket(beside.as(joao), `/ws/${deal_id}/3?since_seq=0`)
  await using board = await plainSocket(ana, '/ws/notifications?since_seq=0')
  await using news = await plainSocket(maria, '/ws/notifications?since_seq=0')
  await using modern = await listen(maria)
  await modern.joinDeal(deal_id)
  for (const one of [hers, his, board, news]) await one.hears('synced')
  await notes(ticket.id, 'Só para nós')
  await says(ticket.id, 'Já vamos ver')
  const comment = await modern.hears('new_comment')
  expect(await hers.hears('new_comment')).toEqual(comment)
  expect(await hers.hears('deal_updated')).toMatchObject({ deal_id, changes: { status: 'in_progress' } })
  expect(await his.hears('new_comment')).toMatchObject({ activity: { description: 'Só para nós' } })
  expect(await board.hears('new_activity')).toMatchObject({ deal_id })
  expect(await news.hears('new_activity')).toMatchObject({ seq: comment.seq, activity: comment.activity })
  expect(JSON.stringify([hers.frames, news.frames])).not.toContain('Só para nós')
  expect(hers.frames.filter(({ event }) => event === 'new_comment')).toHaveLength(1)
  expect(hers.frames.filter(({ event }) => /^(new_activity|ticket_updated)$/.test(event))).toEqual([])
  hers.socket.send('ping')
  await expect.poll(() => hers.frames.some(({ type }) => type === 'pong'), { timeout: 60_000 }).toBe(true)
})

test('R-17, A-18, X-03, X-05: who is nobody, comes from elsewhere, or says to be somebody else is refused', async () => {
  const ticket = await givenTicket(world)
  const path = `/ws/${ticket.deal_id}/1`
  await expect(plainSocket(world.visitor(), path)).rejects.toThrow('401')
  await expect(plainSocket(maria, path, { origin: 'https://evil.example' })).rejects.toThrow('403')
  await expect(plainSocket(maria, '/ws/elsewhere')).rejects.toThrow('404')
  await expect(plainSocket(maria, `/ws/x/1`)).rejects.toThrow('404')
  for (const [somebody, ofWhom] of [
    [pedro, 1],
    [pedro, 2],
    [joao, 1],
  ] as const) {
    await using refused = await plainSocket(somebody, `/ws/${ticket.deal_id}/${ofWhom}`)
    expect(await refused.closed()).toBe(4403)
    expect(refused.frames).toEqual([])
  }
  await using unreal = await plainSocket({ ...maria, cookies: new Map([['access_token', 'x.y.z']]) }, path)
  expect(await unreal.closed()).toBe(4401)
})

test('R-16: what was missed is told first; where that is too much, that is said', async () => {
  const ticket = await givenTicket(world)
  const { deal_id, id } = ticket
  await says(id, 'um')
  await using first = await plainSocket(maria, `/ws/${deal_id}/1?since_seq=0`)
  const { seq } = await first.hears('synced')
  await first[Symbol.asyncDispose]()
  await says(id, 'dois')
  await says(id, 'três')
  await using back = await plainSocket(maria, `/ws/${deal_id}/1?since_seq=${seq}`)
  await back.hears('synced')
  const said = back.frames.filter(({ event }) => event === 'new_comment')
  expect(said.map(({ activity }) => (activity as { description: string }).description)).toEqual([
    'dois',
    'três',
  ])
  expect(back.frames.findIndex(({ event }) => event === 'synced')).toBeGreaterThan(
    back.frames.findLastIndex(({ event }) => event === 'new_comment'),
  )
  await using news = await plainSocket(maria, `/ws/notifications?since_seq=${seq}`)
  await news.hears('synced')
  expect(news.frames.filter(({ event }) => event === 'new_activity')).toHaveLength(2)
  await using ahead = await plainSocket(maria, `/ws/${deal_id}/1?since_seq=999999999`)
  expect(await ahead.hears('resync')).toMatchObject({ seq: expect.any(Number) })
})

test('R-17: a ticket opens one socket, once, and dies with the session', async () => {
  const dealId = (await givenTicket(world)).deal_id
  const visitor = world.visitor()
  const person = await world.signIn('1001')
  const ticketOf = async () =>
    ((await person.post('/api/v1/ws-ticket')).body as { ticket: string; expires_in: number }).ticket
  const ticket = await ticketOf()
  {
    await using socket = await plainSocket(visitor, `/ws/${dealId}/1?since_seq=0&ticket=${ticket}`)
    await socket.hears('synced')
  }
  await expect(plainSocket(visitor, `/ws/${dealId}/1?ticket=${ticket}`)).rejects.toThrow('401')
  await expect(plainSocket(visitor, `/ws/${dealId}/1?ticket=guessed`)).rejects.toThrow('401')
  expect((await visitor.post('/api/v1/ws-ticket')).status).toBe(401)
  const [late, ended] = [await ticketOf(), await ticketOf()]
  await person.delete('/api/v1/session')
  await using socket = await plainSocket(visitor, `/ws/${dealId}/1?ticket=${ended}`)
  expect(await socket.closed()).toBe(4401)
  world.clock.forward(31_000)
  await expect(plainSocket(visitor, `/ws/${dealId}/1?ticket=${late}`)).rejects.toThrow('401')
  expect(JSON.stringify(await world.sql`select * from ws_tickets`)).not.toContain(late)
})

test('plain sockets are evicted, counted and cut off as all others', async () => {
  const { deal_id } = await givenTicket(world)
  const person = await world.signIn('2002')
  const beside = await gatewayBeside(world, { SOCKETS_PER_USER: '4' })
  await using hers = await plainSocket(beside.as(person), `/ws/${deal_id}/4?since_seq=0`)
  await hers.hears('synced')
  expect(await beside.metrics()).toContain('ponte_sockets 1\n')
  await person.delete('/api/v1/session')
  expect(await hers.closed()).toBe(4401)
  await expect.poll(() => beside.metrics(), { timeout: 60_000 }).toContain('ponte_sockets 0\n')
  const four = await Promise.all(
    Array.from({ length: 4 }, () => plainSocket(beside.as(pedro), '/ws/notifications?since_seq=0')),
  )
  for (const one of four) await one.hears('synced')
  await using fifth = await plainSocket(beside.as(pedro), '/ws/notifications')
  expect(await fifth.closed()).toBe(4429)
  const [chatterbox] = four
  for (let said = 0; said < 100; said += 1) chatterbox?.socket.send('ping')
  expect(await chatterbox?.closed()).toBe(4429)
  const [, , , last] = four
  const closed = last?.closed()
  await beside[Symbol.asyncDispose]()
  expect([1012, 1006]).toContain(await closed)
})
