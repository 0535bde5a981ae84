import { drizzle } from 'drizzle-orm/postgres-js'
import fc from 'fast-check'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import * as schema from '#src/db/schema.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import { findTickets } from '#src/tickets/find-tickets.ts'
import { listTickets } from '#src/tickets/list-tickets.ts'
import { orderOf } from '#src/tickets/ticket-order.ts'
import { isStillWorkedOn } from '#src/tickets/visible.ts'
import type { Client } from '#test/client.ts'
import { withDatabase } from '#test/postgres.ts'
import { signedIn } from '#test/signed-in.ts'
import { ANA, givenTicket, JOAO, MARIA, PEDRO } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()

type Listed = { id: number; title: string }
type Answered = { items: Listed[]; total?: number; next_cursor: string | null }

async function list(client: Client, query: string): Promise<Answered> {
  const { status, body, text } = await client.get(`/api/v1/tickets?${query}`)
  expect(status, text).toBe(200)
  return body as Answered
}
const titles = async (client: Client, query: string) =>
  (await list(client, query)).items.map(({ title }) => title)

/** Of their own department, so that tests do not find each other's. */
let departments = 0
const newDepartment = () => `Área ${++departments}`

test('T-28: each filter narrows, alone and with others', async () => {
  const assignee_department = newDepartment()
  const given = (title: string, columns: object) =>
    givenTicket(world, { title, assignee_department, ...columns })
  await given('a', { status: 'open', priority: 'urgent', tags: ['vpn', 'casa'] })
  await given('b', { status: 'in_progress', priority: 'high', responsible_id: JOAO, category_id: 2 })
  await given('c', { status: 'waiting_for_user', priority: 'low', responsible_id: ANA, user_id: PEDRO })
  await given('d', {
    status: 'closed',
    closed_at: new Date(),
    responsible_crm_id: 77,
    is_unread_by_team: false,
  })
  const found = async (query: string) =>
    (await titles(joao, `department=${encodeURIComponent(assignee_department)}&order=asc&${query}`)).join('')
  expect(await found('')).toBe('abcd')
  expect(await found('status=open')).toBe('a')
  expect(await found('status=open,closed')).toBe('ad')
  expect(await found('status=open&status=in_progress')).toBe('ab')
  expect(await found('status=waiting_user'), 'D-08').toBe('c')
  expect(await found('priority=urgent&priority=Baixo'), 'D-13').toBe('ac')
  expect(await found('category=access')).toBe('b')
  expect(await found('category=nothing-of-the-kind')).toBe('')
  expect(await found('tag=vpn')).toBe('a')
  expect(await found(`assigned_to=${JOAO}`)).toBe('b')
  expect(await found('assigned_to=0'), 'T-24: nobody, also not in the CRM').toBe('a')
  expect(await found(`requester_id=${PEDRO}`)).toBe('c')
  expect(await found('unread=false')).toBe('d')
  expect(await found('unread=true&status=open,closed')).toBe('a')
  expect(await found('scope=assigned')).toBe('b')
  expect(await found('scope=mine')).toBe('')
  expect(await found('scope=all&q=chamado')).toBe('')
})

test('T-28: days are those of the business, from midnight to midnight', async () => {
  const assignee_department = newDepartment()
  // In São Paulo the day begins at three o'clock UTC.
  for (const [title, created_at] of [
    ['before', '2026-01-15T02:59:59Z'],
    ['first', '2026-01-15T03:00:00Z'],
    ['last', '2026-01-16T02:59:59Z'],
    ['after', '2026-01-16T03:00:00Z'],
  ])
    await givenTicket(world, { title, created_at, updated_at: created_at, assignee_department })
  const found = (query: string) =>
    titles(joao, `department=${encodeURIComponent(assignee_department)}&order=asc&${query}`)
  expect(await found('created_from=2026-01-15&created_to=2026-01-15')).toEqual(['first', 'last'])
  expect(await found('created_to=2026-01-15T03:00:00Z')).toEqual(['before'])
  expect(await found('created_from=2026-01-16T00:00:00-03:00')).toEqual(['after'])
  expect(await found('updated_since=2026-01-16T02:59:59Z&sort=updated')).toEqual(['last', 'after'])
})

test('T-28, L-04: the clocks that run out, have run out, and have time', async () => {
  const assignee_department = newDepartment()
  const now = world.clock.now().getTime()
  const at = (hours: number) => new Date(now + hours * 3_600_000)
  const given = (title: string, date_deadline: Date | null, status = 'open') =>
    givenTicket(world, { title, created_at: at(-9), date_deadline, status, assignee_department })
  await given('late', at(-1))
  await given('soon', at(1))
  await given('later', at(90))
  await given('never', null)
  await given('done', at(-1), 'resolved')
  const found = (query: string) =>
    titles(joao, `department=${encodeURIComponent(assignee_department)}&${query}`)
  expect(await found('sla=breached')).toEqual(['late'])
  expect(await found('sla=at_risk')).toEqual(['soon'])
  expect(await found('sla=ok')).toEqual(['later'])
  expect(
    (await found('sort=deadline')).slice(-3),
    'what is due first comes first, and last what never is',
  ).toEqual(['soon', 'later', 'never'])
})

test('T-21, T-22: requesters find their own and nothing else, whatever they ask for', async () => {
  const assignee_department = newDepartment()
  for (const user_id of [MARIA, PEDRO, null])
    await givenTicket(world, { title: `of ${user_id}`, user_id, responsible_id: MARIA, assignee_department })
  const department = `department=${encodeURIComponent(assignee_department)}`
  expect(await titles(maria, department)).toEqual([`of ${MARIA}`])
  expect(await titles(maria, `${department}&scope=mine`)).toEqual([`of ${MARIA}`])
  expect(await titles(maria, `${department}&scope=assigned`)).toEqual([`of ${MARIA}`])
  expect(await titles(maria, `${department}&requester_id=${MARIA}`)).toEqual([`of ${MARIA}`])
  expect((await maria.get('/api/v1/tickets?scope=all')).body).toMatchObject({ code: 'forbidden' })
  const foreign = await maria.get(`/api/v1/tickets?requester_id=${PEDRO}`)
  expect(foreign.status).toBe(404)
  expect(foreign.body).toMatchObject({ code: 'user-not-found' })
  expect((await titles(joao, department)).sort()).toEqual([`of ${MARIA}`, `of ${PEDRO}`, 'of null'])
})

test('D-23: by cursor, by page and by skip, each with the same envelope', async () => {
  const assignee_department = newDepartment()
  for (const title of 'abcde') await givenTicket(world, { title, assignee_department })
  const department = `department=${encodeURIComponent(assignee_department)}&order=asc&limit=2`
  const first = await list(joao, department)
  expect(first).toMatchObject({
    total: 5,
    page: 1,
    limit: 2,
    skip: 0,
    items: [{ title: 'a' }, { title: 'b' }],
  })
  const second = await list(joao, `${department}&cursor=${first.next_cursor}`)
  expect(second.items.map(({ title }) => title)).toEqual(['c', 'd'])
  expect(second).not.toHaveProperty('total')
  const third = await list(joao, `${department}&cursor=${second.next_cursor}`)
  expect(third).toMatchObject({ items: [{ title: 'e' }], next_cursor: null })
  expect(await titles(joao, `${department}&page=3`)).toEqual(['e'])
  expect(await titles(joao, `${department}&skip=1`)).toEqual(['b', 'c'])
})

test('bad input: a cursor that was made up or belongs to another order, and words that no filter knows', async () => {
  await givenTicket(world)
  await givenTicket(world)
  const { next_cursor } = await list(joao, 'sort=priority&limit=1')
  const cursor = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url')
  for (const query of [
    `sort=created&cursor=${next_cursor}`,
    `sort=priority&order=asc&cursor=${next_cursor}`,
    'cursor=x',
    `cursor=${cursor(1)}`,
    `cursor=${cursor(['created', 'desc', '2026-02-30T00:00:00.000000Z', 1])}`,
    `cursor=${cursor(['created', 'desc', '0000-01-01T00:00:00.000000Z', 1])}`,
    `cursor=${cursor(['priority', 'desc', 5, 1])}`,
    `cursor=${cursor(['created', 'desc; drop table deals', '2026-02-03T00:00:00.000000Z', 1])}`,
    `cursor=${cursor(['relevance', 'desc', 0.5, 1, 1])}`,
    'sort=relevance',
    'sort=title',
    'order=up',
    'scope=everything',
    'status=lost',
    'priority=very',
    'assigned_to=-1',
    'assigned_to=99999999999',
    'requester_id=0',
    'q=%20',
    `q=${'a'.repeat(201)}`,
    'sla=fine',
    'created_from=yesterday',
    'created_from=0000-01-01',
    'created_to=2026-02-30',
    'updated_since=2026-01-15',
    'unread=1',
    'limit=201',
  ]) {
    const { status, body } = await joao.get(`/api/v1/tickets?${query}`)
    expect(status, query).toBe(422)
    expect(body, query).toMatchObject({ code: 'invalid-request' })
  }
})

test('D-23: whoever reads on by cursor meets every ticket once, in order, while others come in', async () => {
  const sorts = fc.constantFrom('created', 'updated', 'deadline', 'priority')
  // Few different values, so that many tickets are the same to the order.
  const hour = fc.integer({ min: 0, max: 3 }).map((n) => new Date(Date.UTC(2026, 0, 15, n)))
  const ticket = fc.record({
    created_at: hour,
    updated_at: hour,
    date_deadline: fc.option(hour),
    priority: fc.constantFrom('urgent', 'high', 'medium', 'low'),
  })
  const story = fc.record({
    sort: sorts,
    order: fc.constantFrom('asc', 'desc'),
    limit: fc.integer({ min: 1, max: 4 }),
    there: fc.array(ticket, { minLength: 1, maxLength: 12 }),
    coming: fc.array(ticket, { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(story, async ({ sort, order, limit, there, coming }) => {
      const assignee_department = newDepartment()
      const ids: number[] = []
      for (const columns of there)
        ids.push((await givenTicket(world, { ...columns, assignee_department })).id)
      const query = `department=${encodeURIComponent(assignee_department)}&sort=${sort}&order=${order}`
      const whole = (await list(joao, `${query}&limit=200`)).items.map(({ id }) => id)
      expect([...whole].sort((a, b) => a - b)).toEqual(ids)
      const met: number[] = []
      let cursor = ''
      for (;;) {
        const part = await list(joao, `${query}&limit=${limit}${cursor}`)
        met.push(...part.items.map(({ id }) => id))
        const late = coming.pop()
        if (late) await givenTicket(world, { ...late, assignee_department })
        if (part.next_cursor === null) break
        cursor = `&cursor=${part.next_cursor}`
      }
      expect(new Set(met).size, 'nothing comes twice').toBe(met.length)
      expect(
        met.filter((id) => ids.includes(id)),
        'nothing is missed, and the order is kept',
      ).toEqual(whole)
    }),
    { numRuns: 40 },
  )
})

test('D-23: two tickets of the same millisecond are two to a cursor', async () => {
  const assignee_department = newDepartment()
  for (const micro of [300, 100, 200]) {
    const { id } = await givenTicket(world, { title: String(micro), assignee_department })
    await world.sql`update deals set created_at = ${`2026-01-15 10:00:00.000${micro}+00`}::text::timestamptz where id = ${id}`
  }
  const query = `department=${encodeURIComponent(assignee_department)}&limit=1&order=asc`
  const first = await list(joao, query)
  const second = await list(joao, `${query}&cursor=${first.next_cursor}`)
  const third = await list(joao, `${query}&cursor=${second.next_cursor}`)
  expect([first, second, third].map(({ items }) => items[0]?.title)).toEqual(['100', '200', '300'])
})

test('design 5: each order is read from its own index, not sorted, so that a million tickets are as quick as a thousand', async () => {
  const [row] = await world.sql<{ name: string }[]>`select current_database() as name`
  const client = postgres(withDatabase(inject('templateUrl'), row?.name ?? ''), { max: 1 })
  const asked: { query: string; params: unknown[] }[] = []
  const logger = { logQuery: (query: string, params: unknown[]) => void asked.push({ query, params }) }
  const db = drizzle(client, { schema, casing: 'snake_case', logger })
  // Few rows are sorted sooner than looked up; what is asked here is whether an index would do.
  await client`set enable_seqscan = off`
  await client`set enable_sort = off`
  await client`set enable_bitmapscan = off`
  const indexes = [
    ['created', 'deals_by_created'],
    ['updated', 'deals_by_updated'],
    ['deadline', 'deals_by_due'],
    ['priority', 'deals_by_urgency'],
  ] as const
  for (const [sort, index] of indexes) {
    asked.length = 0
    await findTickets(db, isStillWorkedOn, orderOf(sort), { limit: 20, skip: 0 })
    const { query, params } = asked[0] ?? { query: '', params: [] }
    const lines = await client.unsafe(`explain ${query}`, params as string[])
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n')
    expect(plan).toContain(index)
    expect(plan).not.toContain('Sort')
  }
  await client.end()
})

test('design 5: what the team has not read is counted by an index of its own, and a category is a number by then, so that Postgres knows how many have it', async () => {
  const [row] = await world.sql<{ name: string }[]>`select current_database() as name`
  const client = postgres(withDatabase(inject('templateUrl'), row?.name ?? ''), { max: 1 })
  const asked: { query: string; params: unknown[] }[] = []
  const logger = { logQuery: (query: string, params: unknown[]) => void asked.push({ query, params }) }
  const db = drizzle(client, { schema, casing: 'snake_case', logger })
  await client`set enable_seqscan = off`
  await client`set enable_bitmapscan = off`
  const clock = world.clock.now
  const who = { userId: JOAO as UserId, role: 'agent', department: 'TI' } as const
  const agent = { ...who, sessionId: '' as SessionId, exceptions: {} }
  const place = { limit: 20, skip: 0, timeZone: 'America/Sao_Paulo' }
  await listTickets({ db, clock }, agent, { unread: true, category: 'access' }, place)
  const plans: string[] = []
  for (const { query, params } of asked.filter(({ query }) => query.includes('"deals"'))) {
    const lines = await client.unsafe(`explain ${query}`, params as string[])
    plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
  }
  expect(plans.length).toBe(3)
  expect(plans.join('\n')).not.toContain('InitPlan')
  asked.length = 0
  await listTickets({ db, clock }, agent, { unread: true }, place)
  const counted = asked.find(({ query }) => query.includes('count(') && query.includes('is distinct from'))
  // Of so few rows every index is as good; whether this one would do shows when it has no rival.
  await client`begin`
  await client`drop index deals_by_created, deals_by_urgency, deals_by_due, deals_by_responsible, deals_by_status,
    deals_by_category, deals_by_department, deals_by_stage, deals_by_updated, deals_by_closed`
  const lines = await client.unsafe(`explain ${counted?.query}`, (counted?.params ?? []) as string[])
  await client`rollback`
  expect(lines.map((line) => line['QUERY PLAN']).join('\n')).toMatch(
    /Index Only Scan using deals_unread_by_team/,
  )
  await client.end()
})
