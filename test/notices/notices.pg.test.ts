import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import type { Notice } from '#src/notices/list-notices.ts'
import type { Client } from '#test/client.ts'
import { noticed } from '#test/noticed.ts'
import { plainSocket } from '#test/plain-socket.ts'
import { listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { ANA, givenTicket, JOAO, MARIA } from '#test/tickets.ts'

const { world, maria, pedro, joao, ana } = await signedIn()
const rita = await world.signIn('9001')

type Answered = { items: Notice[]; unread_count: number; next_cursor: string | null }
async function seenBy(client: Client, query = ''): Promise<Answered> {
  await noticed(world)
  const answer = await client.get(`/api/v1/notifications?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Answered
}
const about = async (client: Client, id: number) =>
  (await seenBy(client, 'limit=200')).items.filter(({ ticket }) => ticket.id === id).map(({ kind }) => kind)
const asMany = async (id: number) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries({ maria, pedro, joao, ana, rita }).map(async ([name, client]) => [
        name,
        await about(client, id),
      ]),
    ),
  )

async function file(client: Client, more: object = {}): Promise<number> {
  const ticket = {
    title: 'A impressora não imprime',
    description: 'Nem a luz acende, já troquei de tomada.',
    department: 'TI',
    ...more,
  }
  const answer = await client.post('/api/v1/tickets', ticket)
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { id: number }).id
}
const say = (client: Client, id: number, more: object = {}) =>
  client.post(`/api/v1/tickets/${id}/messages`, { message: 'Já vamos ver', ...more })

test('E-07, T-12, M-03: from filing to opening again each hears what concerns them, once, and nobody of what they did', async () => {
  const id = await file(maria)
  expect(await asMany(id)).toMatchObject({
    maria: [],
    pedro: [],
    joao: ['ticket_created'],
    ana: ['ticket_created'],
  })
  await say(joao, id)
  expect(await asMany(id)).toMatchObject({ maria: ['agent_reply'], joao: ['ticket_created'] })
  await say(maria, id, { message: 'Obrigada' })
  expect(await asMany(id), 'João has it by now').toMatchObject({
    joao: ['requester_reply', 'ticket_created'],
    ana: ['ticket_created'],
  })
  await joao.patch(`/api/v1/tickets/${id}`, { assigned_to: ANA }, { 'if-match': '*' })
  expect(await asMany(id)).toMatchObject({ ana: ['assigned', 'ticket_created'] })
  await say(joao, id, { message: 'Só para nós', is_internal: true })
  expect(await asMany(id), 'a note').toMatchObject({ maria: ['agent_reply'], pedro: [] })
  await say(ana, id, { message: 'Trocamos o cabo', status_after: 'resolved' })
  expect(await asMany(id), 'the answer and what it did are one thing').toMatchObject({
    maria: ['resolved', 'agent_reply'],
  })
  await maria.post(`/api/v1/tickets/${id}/reopen`, { message: 'Parou de novo' })
  expect(await asMany(id)).toMatchObject({
    maria: ['resolved', 'agent_reply'],
    pedro: [],
    ana: ['reopened', 'assigned', 'ticket_created'],
  })
  const [newest] = (await seenBy(ana)).items
  expect(newest).toMatchObject({
    ticket: { id, title: 'A impressora não imprime', is_own: false },
    actor: { id: MARIA, name: 'Maria Santos' },
    read_at: null,
  })
  expect((await seenBy(maria)).items[1]).toMatchObject({
    excerpt: 'Já vamos ver',
    actor: { name: 'João Tech' },
  })
})

test('what is read is read on all devices: by its id, with all, or by reading the ticket', async () => {
  const id = await file(pedro)
  await using news = await plainSocket(joao, '/ws/notifications?since_seq=0')
  await news.hears('synced')
  await using phone = await listen(joao)
  const { items, unread_count } = await seenBy(joao, 'unread=true')
  expect(unread_count).toBe(items.length)
  const [first] = items
  const read = await joao.post('/api/v1/notifications/read', { ids: [first?.id, 999_999] })
  expect(read.body).toEqual({ unread_count: unread_count - 1 })
  const isRead = ({ about }: { about: string }) => about === 'read'
  expect(await phone.hears('notification', isRead), 'R-17').not.toHaveProperty('user_ids')
  await news.hears('notification')
  const again = await joao.post('/api/v1/notifications/read', { ids: [first?.id] })
  expect(again.body).toEqual(read.body)
  const others = await ana.post('/api/v1/notifications/read', { ids: [first?.id] })
  expect((await seenBy(joao)).unread_count, 'she reads her own').toBe(unread_count - 1)
  expect(others.status).toBe(200)

  await say(pedro, id, { message: 'E agora?' })
  expect((await seenBy(joao)).unread_count).toBe(unread_count)
  await joao.post(`/api/v1/tickets/${id}/read`, {})
  expect((await seenBy(joao, 'unread=true')).items.filter(({ ticket }) => ticket.id === id)).toEqual([])

  const [newest] = (await seenBy(joao)).items
  await say(pedro, id, { message: 'Alguém aí?' })
  await noticed(world)
  const up = await joao.post('/api/v1/notifications/read', { all: true, up_to: newest?.id })
  expect(up.body, 'what came meanwhile was seen by nobody').toEqual({ unread_count: 1 })
  expect((await joao.post('/api/v1/notifications/read', { all: true })).body).toEqual({ unread_count: 0 })
})

test('the badge is told in the room of the person, with what it is about and to nobody else', async () => {
  await using hers = await listen(maria)
  await using his = await listen(pedro)
  const id = await file(maria)
  await say(joao, id)
  expect(await hers.hears('notification', ({ id: about }) => about === id)).toMatchObject({
    about: 'ticket',
    kind: 'agent_reply',
    actor: { id: JOAO },
  })
  const note = await say(joao, id, { message: 'Só para nós', is_internal: true })
  expect(note.status).toBe(201)
  await noticed(world)
  expect(his.heard.filter(({ event }) => event === 'notification')).toEqual([])
  expect(hers.heard.filter(({ event }) => event === 'notification')).toHaveLength(1)
})

test('kinds are turned off one by one and by channel; the rest stays as it was', async () => {
  const before = (await pedro.get('/api/v1/notifications/preferences')).body as { kinds: object }
  expect(Object.keys(before.kinds), 'what reaches requesters').toEqual([
    'ticket_created',
    'requester_reply',
    'agent_reply',
    'resolved',
    'reopened',
  ])
  const off = { kinds: { agent_reply: { app: false } } }
  const changed = await pedro.patch('/api/v1/notifications/preferences', off)
  expect(changed.body).toMatchObject({
    kinds: { agent_reply: { app: false, mail: true }, resolved: { app: true } },
  })
  const id = await file(pedro)
  await say(joao, id)
  await say(joao, id, { message: 'Feito', status_after: 'resolved' })
  expect(await about(pedro, id)).toEqual(['resolved'])
  for (const wrong of [
    { kinds: { nothing: { app: true } } },
    { kinds: { resolved: { letter: true } } },
    { kinds: { resolved: { app: 'yes' } } },
    { other: 1 },
  ])
    expect((await pedro.patch('/api/v1/notifications/preferences', wrong)).status).toBe(422)
  for (const wrong of [{}, { ids: [] }, { ids: [1], all: true }, { ids: ['1'] }, { all: false }])
    expect((await pedro.post('/api/v1/notifications/read', wrong)).status, JSON.stringify(wrong)).toBe(422)
})

test('whoever left the team sees what is about their own tickets alone', async () => {
  const id = await file(maria)
  const own = await file(ana)
  await say(joao, own)
  expect(await about(ana, id)).toEqual(['ticket_created'])
  await world.sql`update users set role = 'requester' where id = ${ANA}`
  expect(await about(ana, id)).toEqual([])
  expect(await about(ana, own)).toEqual(['agent_reply'])
  await world.sql`update users set role = 'agent' where id = ${ANA}`
})

test('pages follow each other without a gap and without an overlap', async () => {
  const all = (await seenBy(joao, 'limit=200')).items
  const pages: Notice[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Answered = await seenBy(joao, `limit=3${cursor && `&cursor=${cursor}`}`)
    pages.push(...page.items)
    cursor = page.next_cursor
  }
  expect(all.length).toBeGreaterThan(6)
  expect(pages).toEqual(all)
})

test('exactly once: who makes them may die in the middle, and many may try at once', async () => {
  const { id } = await givenTicket(world, { responsible_id: JOAO })
  const other = postgres(world.databaseUrl, { max: 1, onnotice: () => undefined })
  const started = Promise.withResolvers<number>()
  const holder = postgres(world.databaseUrl, { max: 1, onnotice: () => undefined })
  await holder`select pg_advisory_lock(191)`
  // Somebody holds the cursor, has made some, and is killed before the commit, while a statement of theirs waits.
  const dying = other
    .begin(async (tx) => {
      const [row] = await tx`select seq, pg_backend_pid() as pid from notice_cursor for update`
      await tx`insert into domain_events (kind, ticket_id, actor_id, data)
        values ('ticket-assigned', ${id}, 5, ${tx.json({ assignee: { id: JOAO, name: 'João Tech' } })})`
      await tx`insert into notices (user_id, kind, ticket_id, seq, is_listed)
        values (${JOAO}, 'assigned', ${id}, ${Number(row?.seq) + 1}, true)`
      await tx`update notice_cursor set seq = seq + 1`
      started.resolve(Number(row?.pid))
      await tx`select pg_advisory_xact_lock(191)`
    })
    .catch((error: unknown) => error)
  const pid = await started.promise
  await world.sql.begin(async (tx) => {
    const rows = Array.from({ length: 700 }, (_, n) => ({
      ...{ kind: 'ticket-assigned', ticket_id: id, actor_id: n % 2 ? 5 : JOAO, told_with: Math.floor(n / 4) },
      data: tx.json({ assignee: { id: JOAO, name: 'João Tech' }, mark: randomUUID() }),
    }))
    await tx`insert into domain_events ${tx(rows)}`
    await tx`select pg_notify('ponte_told', '')`
  })
  await world.sql`select pg_terminate_backend(${pid})`
  expect(await dying).toBeInstanceOf(Error)
  await holder.end()
  await other.end()
  await noticed(world)
  const [made] = await world.sql`select count(*)::int as notices from notices where ticket_id = ${id}`
  // Four are told together, of which two are by himself.
  expect(made?.notices).toBe(175)
})
