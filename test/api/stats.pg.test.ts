import { expect, test } from 'vitest'
import type { Stats, StatsGroups, Trends } from '#src/stats/stats.ts'
import { breath } from '#test/breath.ts'
import { signedIn } from '#test/signed-in.ts'
import { ANA, givenMessage, givenTicket, JOAO, MARIA, PEDRO } from '#test/tickets.ts'

const { world, maria, joao, ana } = await signedIn()
const HOUR = 3_600_000
/** Noon of the business, so that some hours before and after are the same day; for the business it is yesterday until three. */
const today = new Date(world.clock.now().getTime() - 3 * HOUR).toISOString().slice(0, 10)
const noon = Date.parse(`${today}T15:00:00Z`)
const at = (days: number, hours = 0) => new Date(noon + days * 24 * HOUR + hours * HOUR)
const dayOf = (days: number) => at(days).toISOString().slice(0, 10)
const period = `from=${dayOf(-60)}&to=${dayOf(-1)}`

const pick = <T>(values: readonly T[], n: number): T => values[n % values.length] as T
const average = (values: number[]) =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length

/** Of everything some, in no order that counting could rely on. */
const TICKETS = Array.from({ length: 120 }, (_, n) => {
  const status = pick(['open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved', 'closed'], n * 7)
  const isSolved = status === 'resolved' || status === 'closed'
  const days = -1 - ((n * 11) % 60)
  const rating = status === 'closed' && n % 3 > 0 ? 1 + (n % 5) : null
  return {
    status,
    priority: pick(['urgent', 'high', 'medium', 'low'], n * 3),
    assignee_department: pick(['Estatística', 'Outra', null], n),
    category_id: pick([1, 2, null], Math.floor(n / 2)),
    responsible_id: pick([JOAO, ANA, null], Math.floor(n / 5)),
    user_id: pick([MARIA, PEDRO, null], n),
    created_at: at(days),
    resolved_at: isSolved ? at(days, 1 + (n % 5)) : null,
    closed_at: status === 'closed' ? at(days, 6) : null,
    first_response_at: n % 4 > 0 ? at(days, (n % 3) / 2) : null,
    reopen_count: n % 10 === 0 ? 1 : 0,
    rating,
    rated_at: rating === null ? null : at(days, 7),
    crm_deleted_at: n % 40 === 39 ? at(-1) : null,
  }
})
for (const columns of TICKETS) await givenTicket(world, columns)
await givenTicket(world, { created_at: at(-400), assignee_department: 'Estatística', status: 'closed' })
const counted = TICKETS.filter(({ crm_deleted_at }) => crm_deleted_at === null)

const get = async <T>(path: string, person = joao): Promise<T> => {
  const answer = await person.get(`/api/v1/stats${path}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as T
}
function countsOf<K extends 'status' | 'priority'>(rows: typeof counted, key: K) {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[row[key]] = (counts[row[key]] ?? 0) + 1
  return counts
}
const csatOf = (rows: typeof counted) => {
  const ratings = rows.flatMap(({ rating }) => rating ?? [])
  const satisfied = ratings.filter((rating) => rating >= 4).length
  return {
    avg: average(ratings),
    count: ratings.length,
    satisfied_share: ratings.length === 0 ? null : satisfied / ratings.length,
  }
}
const solved = (rows: typeof counted) => rows.filter(({ resolved_at }) => resolved_at !== null)
const tookOf = (rows: typeof counted) =>
  average(solved(rows).map((row) => (Number(row.resolved_at) - row.created_at.getTime()) / 1_000))

test('G-01, G-02, G-05: the numbers are those that counting gives', async () => {
  const stats = await get<Stats>(`?${period}`)
  const statuses = countsOf(counted, 'status')
  expect(stats).toMatchObject({
    total: counted.length,
    by_status: statuses,
    by_priority: countsOf(counted, 'priority'),
    reopened: counted.filter(({ reopen_count }) => reopen_count > 0).length,
    unassigned: counted.filter(({ responsible_id, resolved_at }) => !responsible_id && !resolved_at).length,
  })
  const { open, in_progress, waiting_for_user, resolved, closed, by_status, csat, resolution } = stats
  expect({ open, in_progress, waiting_for_user, resolved, closed, on_hold: by_status.on_hold }).toEqual(
    statuses,
  )
  expect(csat).toMatchObject(csatOf(counted))
  expect(Object.values(csat.distribution).reduce((sum, one) => sum + one)).toBe(csat.count)
  expect(resolution.avg_s).toBeCloseTo(tookOf(counted) ?? 0, -1)
  expect((await get<Stats>('')).total, 'without a period: ever').toBe(counted.length + 1)
})

test('G-05: of a department, or of somebody who works on them', async () => {
  const ofDepartment = counted.filter((row) => row.assignee_department === 'Estatística')
  const stats = await get<Stats>(`?${period}&department=${encodeURIComponent('Estatística')}`)
  expect(stats).toMatchObject({ total: ofDepartment.length, csat: csatOf(ofDepartment) })
  const ofJoao = counted.filter((row) => row.responsible_id === JOAO)
  expect(await get<Stats>(`?${period}&agent=${JOAO}`)).toMatchObject({ total: ofJoao.length })
})

test('G-03: each agent and each category has numbers of its own, and together they are all', async () => {
  const { groups } = await get<StatsGroups>(`/agents?${period}`)
  for (const id of [JOAO, ANA, null]) {
    const rows = counted.filter((row) => row.responsible_id === id)
    expect(groups.find(({ group }) => group === (id === null ? null : String(id)))).toMatchObject({
      tickets: rows.length,
      solved: solved(rows).length,
      unsolved: rows.length - solved(rows).length,
      csat: csatOf(rows),
    })
  }
  expect(groups.map(({ tickets }) => tickets)).toEqual(
    groups.map(({ tickets }) => tickets).sort((a, b) => b - a),
  )
  const categories = await get<StatsGroups>(`/categories?${period}`)
  expect(categories.groups.reduce((sum, { tickets }) => sum + tickets, 0)).toBe(counted.length)
  expect(categories.groups.find(({ group }) => group === null)).toMatchObject({
    tickets: counted.filter((row) => row.category_id === null).length,
  })
})

test('G-03: trends say of each day, week or month what happened in it, also where nothing did', async () => {
  const days = await get<Trends>(`/trends?${period}`)
  expect(days.points).toHaveLength(60)
  const sum = (name: 'opened' | 'resolved' | 'closed' | 'rated', { points }: Trends) =>
    points.reduce((total, point) => total + point[name], 0)
  for (const bucket of ['day', 'week', 'month']) {
    const trends = await get<Trends>(`/trends?${period}&bucket=${bucket}`)
    expect(sum('opened', trends), bucket).toBe(counted.length)
    expect(sum('resolved', trends), bucket).toBe(solved(counted).length)
    expect(sum('rated', trends), bucket).toBe(csatOf(counted).count)
  }
  const one = days.points.find(({ from }) => from === dayOf(-1))
  const then = counted.filter(({ created_at }) => created_at.getTime() === at(-1).getTime())
  expect(one).toMatchObject({ opened: then.length, rating_avg: csatOf(then).avg })
})

test('G-01: what requesters said counts as unread until anybody of the team looks', async () => {
  const before = (await get<Stats>('')).unread_messages
  const ticket = await givenTicket(world)
  for (const text of ['Alô', 'Ainda nada'])
    await givenMessage(world, ticket, { source: 'portal', author_user_id: MARIA, body_text: text })
  await givenMessage(world, ticket)
  await givenMessage(world, ticket, { kind: 'note', is_internal: true })
  expect((await get<Stats>('')).unread_messages).toBe(before + 2)
  expect((await ana.post(`/api/v1/tickets/${ticket.id}/read`, {})).status).toBe(200)
  expect((await get<Stats>('')).unread_messages).toBe(before)
})

test('G-05: a gateway keeps the facts by itself, and says the same before and after', async () => {
  const { id } = await givenTicket(world, { created_at: at(-90), priority: 'urgent' })
  const asked = `?from=${dayOf(-90)}&to=${dayOf(-90)}`
  expect(await get<Stats>(asked)).toMatchObject({ total: 1, by_priority: { urgent: 1 } })
  const kept = () => world.sql`
    select from ticket_facts where id = ${id} and id not in (select ticket_id from noted_tickets)`
  while ((await kept()).length === 0) await breath()
  expect(await get<Stats>(asked)).toMatchObject({ total: 1, by_priority: { urgent: 1 } })
})

test('each of them for spreadsheets, with no cell that could be a formula', async () => {
  await givenTicket(world, { created_at: at(-2), responsible_crm_id: 77, responsible: '=HYPERLINK("x")' })
  const csv = async (path: string) => (await joao.get(`/api/v1/stats${path}${period}&format=csv`)).text
  expect(await csv('?')).toContain(`total,${counted.length + 1}\r\n`)
  expect(await csv('?')).toContain('csat.distribution.5,')
  expect(await csv('/agents?')).toContain(`crm-77,"'=HYPERLINK(""x"")",1,`)
  expect((await csv('/trends?')).trim().split('\r\n')).toHaveLength(61)
  expect(await csv('/categories?')).toMatch(/^\uFEFF?group,name,tickets,/)
})

test('bad input: periods that run backwards, too many points, and people who are not of the team', async () => {
  for (const query of [
    '?from=2026-01-02&to=2026-01-01',
    '?from=0000-01-01',
    '?format=xlsx',
    '?agent=x',
    '/trends?',
    '/trends?from=2020-01-01&to=2026-01-01',
    '/trends?from=2026-01-01&to=2026-01-02&bucket=hour',
  ])
    expect((await joao.get(`/api/v1/stats${query}`)).status, query).toBe(422)
  for (const path of ['', '/agents', '/categories', `/trends?${period}`])
    expect((await maria.get(`/api/v1/stats${path}`)).body, path).toMatchObject({ code: 'forbidden' })
})
