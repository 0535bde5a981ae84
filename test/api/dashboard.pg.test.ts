import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, JOAO } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
const HOUR = 3_600_000
/** Noon of the business, so that some hours before and after are the same day. */
const noon = Date.parse(`${world.clock.now().toISOString().slice(0, 10)}T15:00:00Z`)
const at = (days: number, hours = 0) => new Date(noon + days * 24 * HOUR + hours * HOUR)
const dayOf = (days: number) => at(days).toISOString().slice(0, 10)
const period = `from=${dayOf(-9)}&to=${dayOf(-1)}`

type Dashboard = {
  now: Record<string, unknown>
  days: ({ day: string } & Record<string, unknown>)[]
  total: Record<string, unknown>
  rating: Record<string, unknown>
}
async function dashboard(query = period): Promise<Dashboard> {
  const answer = await joao.get(`/api/v1/dashboard?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Dashboard
}

const assignee_department = 'Painel'
const given = (columns: object) => givenTicket(world, { assignee_department, ...columns })
const closed = (days: number, tookHours: number, more: object = {}) =>
  given({
    ...{
      created_at: at(days),
      status: 'closed',
      resolved_at: at(days, tookHours),
      closed_at: at(days, tookHours),
    },
    ...{ first_response_at: at(days, tookHours / 2), ...more },
  })
await closed(-9, 1, { rating: 5, rated_at: at(-8) })
await closed(-9, 3, { rating: 2, rated_at: at(-8), responsible_id: JOAO })
await closed(-9, 24)
await closed(-30, 1, { rating: 1, rated_at: at(-29) })
await given({ created_at: at(-2), date_deadline: at(-1) })
await given({ created_at: at(-2), date_deadline: at(300), responsible_id: JOAO, responsible_crm_id: 7 })
await given({ created_at: at(-2), date_deadline: new Date(world.clock.now().getTime() + HOUR) })
await given({ created_at: at(-2), crm_deleted_at: at(-1) })

test('how it stands: open, without anybody, in short time, late', async () => {
  const now = { open: 3, unassigned: 2, at_risk: 1, late: 1 }
  expect((await dashboard()).now).toMatchObject(now)
  expect((await joao.get('/api/v1/dashboard/now')).body).toMatchObject(now)
  expect((await joao.get(`/api/v1/dashboard/now?assigned_to=${JOAO}`)).body).toMatchObject({
    open: 1,
    late: 0,
  })
  expect((await joao.get('/api/v1/dashboard/now?department=Outro')).body).toMatchObject({ open: 0 })
})

test('how it went, day by day, also those without any, and of all as the report of the SLA counts it', async () => {
  const { days, total, rating } = await dashboard()
  expect(days.map(({ day }) => day)).toEqual([-9, -8, -7, -6, -5, -4, -3, -2, -1].map(dayOf))
  expect(days[0]).toMatchObject({ opened: 3, resolved: 2, first_response: { p50_s: 5_400 } })
  expect(days[1]).toMatchObject({ opened: 0, resolved: 1, resolution: { p50_s: null } })
  expect(days[7]).toMatchObject({ opened: 3, resolved: 0 })
  expect(total).toMatchObject({ opened: 6, resolved: 3, resolution: { p50_s: 3 * 3_600 } })
  expect(rating).toEqual({ count: 2, average: 3.5 })
  const report = await joao.get(`/api/v1/sla/report?${period}&group_by=day`)
  const { met, breached, first_response } = (report.body as { total: Record<string, number> }).total
  expect(total).toMatchObject({ met, breached, first_response })
  const mine = await dashboard(`${period}&assigned_to=${JOAO}`)
  expect(mine).toMatchObject({ total: { opened: 2 }, rating: { count: 1, average: 2 } })
  const nothing = await dashboard(`${period}&department=Outro`)
  expect(nothing).toMatchObject({ total: { met_share: null }, rating: { count: 0, average: null } })
})

test('the same for spreadsheets: a line for each day and one of all', async () => {
  const answer = await joao.get(`/api/v1/dashboard?${period}&format=csv`)
  expect(answer.headers.get('content-disposition')).toContain(`dashboard-${dayOf(-9)}-${dayOf(-1)}.csv`)
  const lines = answer.text.trim().split('\r\n')
  expect(lines.length).toBe(11)
  expect(lines[0]).toMatch(/^\uFEFF?day,opened,resolved,/)
  expect(lines[1]).toMatch(new RegExp(`^${dayOf(-9)},3,2,`))
  expect(lines.at(-1)).toMatch(/^total,6,3,.*,2,3\.5,3,2,1,1$/)
})

test('bad input: periods that run backwards or never end, and people who are not of the team', async () => {
  for (const query of [
    'from=2026-01-02&to=2026-01-01',
    'from=2025-01-01&to=2026-01-02',
    'from=2026-01-01',
    'from=2026-01-01T00:00:00Z&to=2026-01-02',
    'from=0000-01-01&to=0000-01-02',
    `${period}&format=xlsx`,
  ])
    expect((await joao.get(`/api/v1/dashboard?${query}`)).status, query).toBe(422)
  expect((await maria.get(`/api/v1/dashboard?${period}`)).body).toMatchObject({ code: 'forbidden' })
  expect((await maria.get('/api/v1/dashboard/now')).body).toMatchObject({ code: 'forbidden' })
})
