import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, JOAO, MARIA } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
const rita = await world.signIn('9001')

const WORKDAY = [{ from: '08:00', to: '12:00' }]
const OFFICE = { name: 'Escritório', time_zone: 'America/Sao_Paulo', hours: { 1: WORKDAY, 2: WORKDAY } }
const every = (resolution_min: number) => ({
  ...{
    urgent: { resolution_min },
    high: { resolution_min },
    medium: { resolution_min },
    low: { resolution_min },
  },
})
const POLICY = { name: 'Todos', position: 5, calendar_id: null, targets: every(600) }
type Kept = { id: number; version: number; name: string }
const etag = ({ version }: Kept) => ({ 'If-Match': `"${version}"` })

async function make(what: 'calendars' | 'policies', body: object): Promise<Kept> {
  const answer = await rita.post(`/api/v1/sla/${what}`, body)
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Kept
}
const auditOf = (subject: string, id: number) =>
  world.sql`select action, actor_id from audit_log where subject = ${subject} and subject_id = ${id} order by id`

test('L-02: a calendar is made, read by the team, changed by its version, and deleted; each of it is in the audit log', async () => {
  const made = await make('calendars', OFFICE)
  expect(made).toMatchObject({ ...OFFICE, version: 1, hours: { 1: WORKDAY, 7: [] }, holidays: [] })
  const path = `/api/v1/sla/calendars/${made.id}`
  expect((await joao.get(path)).body).toEqual(made)
  expect((await joao.get('/api/v1/sla/calendars')).body).toMatchObject({ items: [made], total: 1 })
  const wish = { ...OFFICE, name: 'Oficina' }
  expect((await rita.put(path, wish)).body).toMatchObject({ code: 'if-match-required' })
  expect((await rita.put(path, wish, { 'If-Match': '"7"' })).body).toMatchObject({ code: 'version-conflict' })
  const changed = (await rita.put(path, wish, etag(made))).body as Kept
  expect(changed).toMatchObject({ name: 'Oficina', version: 2 })
  expect((await rita.put(path, wish, etag(changed))).body, 'nothing is another').toMatchObject({ version: 2 })
  expect((await rita.delete(path)).status).toBe(204)
  expect((await rita.get(path)).body).toMatchObject({ code: 'calendar-not-found' })
  expect((await auditOf('sla-calendar', made.id)).map(({ action }) => action)).toEqual([
    ...['sla-calendar-created', 'sla-calendar-changed', 'sla-calendar-deleted'],
  ])
})

test('L-02: templates are bodies of calendars that are accepted as they are', async () => {
  const { items } = (await joao.get('/api/v1/sla/calendar-templates')).body as {
    items: { slug: string; calendar: object; optional_holidays: object[] }[]
  }
  expect(items.map(({ slug }) => slug)).toEqual(['horario-comercial-br'])
  for (const { calendar, optional_holidays } of items) {
    const { id } = await make('calendars', calendar)
    expect(optional_holidays.length).toBeGreaterThan(0)
    await rita.delete(`/api/v1/sla/calendars/${id}`)
  }
})

test('L-02: a calendar that a policy has is not deleted, and what a policy names has to be there', async () => {
  const calendar = await make('calendars', { ...OFFICE, name: 'Em uso' })
  const policy = await make('policies', {
    ...{ ...POLICY, name: 'Com calendário', calendar_id: calendar.id, is_active: false },
    match: { categories: ['technical'], requester_departments: ['Financeiro'] },
    escalations: [
      { clock: 'resolution', at: 75, do: { kind: 'reassign', to: JOAO } },
      { clock: 'resolution', at: 100, do: { kind: 'raise_priority' } },
    ],
  })
  expect((await joao.get(`/api/v1/sla/policies/${policy.id}`)).body).toEqual(policy)
  expect(policy).toMatchObject({
    match: { categories: ['technical'], requester_departments: ['Financeiro'] },
    escalations: [{ do: { to: JOAO } }, { do: { kind: 'raise_priority' } }],
  })
  expect((await rita.delete(`/api/v1/sla/calendars/${calendar.id}`)).body).toMatchObject({
    ...{ status: 409, code: 'calendar-in-use' },
  })
  const refused = async (body: object) => {
    const answer = await rita.post('/api/v1/sla/policies', { ...POLICY, ...body })
    expect(answer.status).toBe(422)
    return (answer.body as { errors: { field: string; code: string }[] }).errors.map(({ field }) => field)
  }
  const reassign = (to: number) => [{ clock: 'resolution', at: 90, do: { kind: 'reassign', to } }]
  expect(
    await refused({
      calendar_id: 4711,
      match: { categories: ['technical', 'magia'] },
      escalations: reassign(MARIA),
    }),
  ).toEqual(['calendar_id', 'match.categories.1', 'escalations.0.do.to'])
  expect(await refused({ escalations: reassign(4711) })).toEqual(['escalations.0.do.to'])
  expect(await refused({ name: 'Com calendário' })).toEqual(['name'])
  expect(await refused({ targets: { urgent: { resolution_min: 1 } } })).toContain(
    'targets.low.resolution_min',
  )
  const path = `/api/v1/sla/policies/${policy.id}`
  expect((await rita.delete(path)).status).toBe(204)
  expect((await rita.delete(path)).body).toMatchObject({ code: 'policy-not-found' })
  await rita.delete(`/api/v1/sla/calendars/${calendar.id}`)
})

test('L-02: a policy that is made, changed or deleted reaches the tickets that are open', async () => {
  const created_at = world.clock.now()
  const { id } = await givenTicket(world, { created_at, priority: 'low' })
  const due = async () => {
    await world.settle()
    const { date_deadline } = (await joao.get(`/api/v1/tickets/${id}`)).body as { date_deadline: string }
    return (Date.parse(date_deadline) - created_at.getTime()) / 60_000
  }
  const policy = await make('policies', { ...POLICY, name: 'Alcança' })
  expect(await due()).toBe(600)
  const path = `/api/v1/sla/policies/${policy.id}`
  await rita.put(path, { ...POLICY, name: 'Alcança', targets: every(900) }, etag(policy))
  expect(await due()).toBe(900)
  await rita.delete(path)
  expect(await due()).toBe(72 * 60)
})

test('L-02: policies are put into an order together or not at all, by what was looked at', async () => {
  const [one, two, three] = [
    await make('policies', { ...POLICY, name: 'Um', position: 1 }),
    await make('policies', { ...POLICY, name: 'Dois', position: 1 }),
    await make('policies', { ...POLICY, name: 'Três', position: 3 }),
  ]
  const order = (...policies: Kept[]) =>
    rita.put('/api/v1/sla/policies/order', { order: policies.map(({ id, version }) => ({ id, version })) })
  const names = async () =>
    ((await joao.get('/api/v1/sla/policies')).body as { items: Kept[] }).items.map(({ name }) => name)

  expect((await order(three, one)).body, 'one is left out').toMatchObject({ code: 'version-conflict' })
  expect((await order(three, one, one, two)).status, 'one is named twice').toBe(422)
  expect((await order(three, one, { ...two, version: 9 })).body).toMatchObject({ code: 'version-conflict' })
  expect((await order(three, one, two, { ...two, id: 4711 })).body).toMatchObject({
    code: 'policy-not-found',
  })
  expect(await names()).toEqual(['Um', 'Dois', 'Três'])

  // Two admins at the same moment: one of them is first, and the other has not seen that.
  const both = await Promise.all([order(three, one, two), order(two, three, one)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  const items = both.flatMap(({ status, body }) =>
    status === 200 ? (body as { items: (Kept & { position: number })[] }).items : [],
  )
  expect(await names()).toEqual(items.map(({ name }) => name))
  expect(items.map(({ position }) => position)).toEqual([10, 20, 30])
  const audits = await world.sql`select before, after from audit_log where action = 'sla-policies-ordered'`
  expect(audits).toEqual([
    { before: { order: [one.id, two.id, three.id] }, after: { order: items.map(({ id }) => id) } },
  ])
  expect((await order(...items)).body, 'nothing is another').toEqual({ items })
  expect((await world.sql`select from audit_log where action = 'sla-policies-ordered'`).length).toBe(1)
  for (const { id } of items) await rita.delete(`/api/v1/sla/policies/${id}`)
})

test('L-02: a preview says when a ticket would be due, and keeps nothing', async () => {
  const from = '2026-01-19T10:00:00-03:00'
  const preview = async (body: object) => (await rita.post('/api/v1/sla/preview', { from, ...body })).body
  expect(await preview({ priority: 'high' })).toMatchObject({
    ...{ first_response_due_at: null, resolution_due_at: '2026-01-19T17:00:00.000Z' },
  })
  const calendar = { ...OFFICE, holidays: [{ date: '2026-01-20', name: 'São Sebastião' }] }
  const targets = { ...every(240), low: { first_response_min: 60, resolution_min: 240 } }
  expect(await preview({ priority: 'low', calendar, policy: { ...POLICY, targets } })).toEqual({
    first_response_due_at: '2026-01-19T14:00:00.000Z',
    next_response_due_at: null,
    // Two hours on this Monday, two on the next, for Tuesday is free.
    resolution_due_at: '2026-01-26T13:00:00.000Z',
    worked: [
      { from: '2026-01-19T13:00:00.000Z', to: '2026-01-19T15:00:00.000Z' },
      { from: '2026-01-26T11:00:00.000Z', to: '2026-01-26T13:00:00.000Z' },
    ],
  })
  expect(await preview({ priority: 'low', policy: { ...POLICY, calendar_id: 4711 } })).toMatchObject({
    errors: [{ field: 'policy.calendar_id' }],
  })
  expect((await rita.get('/api/v1/sla/policies')).body).toMatchObject({ items: [] })
})

test('bad input: who may not, what is not there, and a calendar without hours', async () => {
  expect((await maria.get('/api/v1/sla/policies')).status).toBe(403)
  expect((await joao.post('/api/v1/sla/policies', POLICY)).status).toBe(403)
  expect((await rita.get('/api/v1/sla/policies/4711')).status).toBe(404)
  expect((await rita.post('/api/v1/sla/calendars', { ...OFFICE, hours: {} })).body).toMatchObject({
    errors: [{ field: 'hours', code: 'calendar-without-hours' }],
  })
})
