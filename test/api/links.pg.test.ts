import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, Client } from '#test/client.ts'
import { listen } from '#test/room-client.ts'
import { givenTicket, PEDRO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

let world: World
let maria: Client
let joao: Client
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api', CRM_WAIT_MS: '0' })
  ;[maria, joao] = await Promise.all([world.signIn('1001'), world.signIn('2001')])
})
afterAll(() => world[Symbol.asyncDispose]())

type Links = {
  items: { id: number; relation: string; ticket: { id: number } }[]
  children: { total: number; solved: number }
}
type Ticket = { id: number }
const at = (ticket: Ticket, rest = '') => `/api/v1/tickets/${ticket.id}${rest}`
const link = (one: Ticket, relation: string, other: Ticket, who = joao) =>
  who.post(at(one, '/links'), { relation, other_id: other.id })
const linksOf = async (ticket: Ticket, who = joao) => (await who.get(at(ticket, '/links'))).body as Links
const seen = ({ items }: Links) => items.map(({ relation, ticket }) => [relation, ticket.id])
const codeOf = ({ body }: Answer) => (body as { code?: string }).code
const tickets = async (): Promise<[Ticket, Ticket, Ticket, Ticket]> => [
  await givenTicket(world),
  await givenTicket(world),
  await givenTicket(world),
  await givenTicket(world),
]
const parentsOf = () => world.sql<{ from_id: number; to_id: number }[]>`
  select from_id, to_id from ticket_links where kind = 'parent'`

test('a link is seen from both sides, by its name from there, and is told and written down on both', async () => {
  const [a, b] = await tickets()
  await using his = await listen(joao)
  await his.joinDashboard()
  const made = await link(a, 'duplicate_of', b)
  expect([made.status, seen(made.body as Links)]).toEqual([201, [['duplicate_of', b.id]]])
  expect(seen(await linksOf(b))).toEqual([['has_duplicate', a.id]])
  for (const { id } of [a, b]) await his.hears('links_changed', (news) => news.id === id)
  // Said again, from either side, it is the same.
  expect((await link(a, 'duplicate_of', b)).status).toBe(200)
  expect((await link(b, 'has_duplicate', a)).status).toBe(200)
  expect((await link(b, 'related_to', a)).status).toBe(201)
  expect((await link(a, 'related_to', b)).status).toBe(200)
  expect(seen(await linksOf(b))).toEqual([
    ['has_duplicate', a.id],
    ['related_to', a.id],
  ])
  const [first] = (await linksOf(b)).items
  expect((await joao.delete(at(b, `/links/${first?.id}`))).status).toBe(204)
  expect(codeOf(await joao.delete(at(a, `/links/${first?.id}`)))).toBe('link-not-found')
  expect(seen(await linksOf(a))).toEqual([['related_to', b.id]])
  for (const ticket of [a, b]) {
    const { items } = (await joao.get(at(ticket, '/audit'))).body as { items: { action: string }[] }
    expect(items.map(({ action }) => action)).toEqual(['ticket-unlinked', 'ticket-linked', 'ticket-linked'])
  }
})

test('a parent shows how far its children are', async () => {
  const parent = await givenTicket(world)
  const done = await givenTicket(world, { status: 'resolved', resolved_at: world.clock.now() })
  const open = await givenTicket(world)
  await link(parent, 'parent_of', done)
  await link(open, 'child_of', parent)
  expect((await linksOf(parent)).children).toEqual({ total: 2, solved: 1 })
  expect(seen(await linksOf(open))).toEqual([['child_of', parent.id]])
})

test('no ticket is linked to itself, to none, or below two parents', async () => {
  const [a, b, c] = await tickets()
  for (const other of [a, { id: 999_999 }]) {
    const answer = await link(a, 'related_to', other)
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid-request'])
  }
  expect(codeOf(await link({ id: 999_999 }, 'related_to', a))).toBe('ticket-not-found')
  expect((await link(a, 'enemy_of', b)).status).toBe(422)
  await link(a, 'parent_of', b)
  expect(codeOf(await link(c, 'parent_of', b))).toBe('parent-already-there')
})

test('no circle of parents, however long, and whoever comes at the same moment', async () => {
  const [a, b, c] = await tickets()
  await link(a, 'parent_of', b)
  await link(b, 'parent_of', c)
  expect(codeOf(await link(c, 'parent_of', a))).toBe('circular-links')
  expect(codeOf(await link(b, 'parent_of', a))).toBe('circular-links')

  for (let round = 0; round < 5; round += 1) {
    const [one, two] = await tickets()
    const both = await Promise.all([link(one, 'parent_of', two), link(two, 'parent_of', one)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  }
  // Two that have no ticket in common close it.
  for (let round = 0; round < 5; round += 1) {
    const [one, two, three, four] = await tickets()
    await link(one, 'parent_of', two)
    await link(three, 'parent_of', four)
    const both = await Promise.all([link(two, 'parent_of', three), link(four, 'parent_of', one)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  }
  const parents = new Map((await parentsOf()).map(({ from_id, to_id }) => [to_id, from_id]))
  for (const start of parents.keys()) {
    const above = new Set<number>()
    for (let at: number | undefined = start; at !== undefined; at = parents.get(at)) {
      expect(above.has(at), `${at} is above itself`).toBe(false)
      above.add(at)
    }
  }
})

test('a requester sees links to what they may see, and makes none', async () => {
  const [own, alsoOwn] = await tickets()
  const others = await givenTicket(world, { user_id: PEDRO, title: 'somente-de-pedro' })
  await link(own, 'related_to', others)
  await link(own, 'parent_of', others)
  await link(own, 'has_follow_up', alsoOwn)
  const answer = await maria.get(at(own, '/links'))
  expect(seen(answer.body as Links)).toEqual([['has_follow_up', alsoOwn.id]])
  expect(answer.body).toMatchObject({ children: { total: 0, solved: 0 } })
  expect(answer.text).not.toContain('somente-de-pedro')
  expect((await link(own, 'related_to', alsoOwn, maria)).status).toBe(403)
  expect((await link(others, 'related_to', own, maria)).status).toBe(404)
  expect((await maria.delete(at(own, '/links/1'))).status).toBe(403)
})

test('a ticket has a hundred links at the most', async () => {
  const [a, b] = await tickets()
  const others = await Promise.all(Array.from({ length: 100 }, () => givenTicket(world)))
  await world.sql`insert into ticket_links ${world.sql(
    others.map(({ id }) => ({ from_id: a.id, to_id: id, kind: 'follow_up' })),
  )}`
  expect(codeOf(await link(b, 'related_to', a))).toBe('too-many-links')
})
