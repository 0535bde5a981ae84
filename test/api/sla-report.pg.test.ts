import { expect, test } from 'vitest'
import { rebuildClocks } from '#src/tickets/rebuild-clocks.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, JOAO } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
const HOUR = 3_600_000
const now = world.clock.now().getTime()
const at = (hours: number) => new Date(now + hours * HOUR)
const day = (hours: number) => at(hours).toISOString().slice(0, 10)
const period = `from=${day(-240)}&to=${day(24)}`

type Group = { group: string | null; name: string | null; tickets: number } & Record<string, unknown>
type Report = { groups: Group[]; total: Record<string, unknown> }
const report = async (query: string) => {
  const answer = await joao.get(`/api/v1/sla/report?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Report
}

/** Without a policy: 4 hours for high, 24 for medium. */
const given = (priority: string, filed: number, solved: number | null, more: object = {}) =>
  givenTicket(world, {
    ...{ priority, created_at: at(filed), assignee_department: '=TI, "Sul"' },
    ...(solved === null
      ? { status: 'open' }
      : { status: 'closed', resolved_at: at(filed + solved), closed_at: at(filed + solved) }),
    ...more,
  })
await given('high', -100, 1, { first_response_at: at(-99.5) })
await given('high', -100, 3, { first_response_at: at(-98) })
await given('high', -100, 6, { responsible_id: JOAO, responsible: 'João Tech' })
await given('high', -200, null, { assignee_department: null })
await given('medium', -20, null)
await given('medium', -1, null)
await given('medium', -100, 2, { crm_deleted_at: at(0) })
await given('low', -1_000, 2)
await rebuildClocks(world.gateway.ports)

test('G-05, L-03: a report counts what was kept, broken and is short, and how long people waited', async () => {
  const { groups, total } = await report(`${period}&group_by=priority`)
  expect(groups).toEqual([
    {
      ...{ group: 'high', name: 'high', tickets: 4, met: 2, breached: 2, at_risk: 0 },
      first_response: { avg_s: 4_500, p50_s: 4_500, p90_s: 6_660 },
      resolution: { avg_s: 12_000, p50_s: 3 * 3_600, p90_s: 5.4 * 3_600 },
    },
    {
      ...{ group: 'medium', name: 'medium', tickets: 2, met: 0, breached: 0, at_risk: 1 },
      first_response: { avg_s: null, p50_s: null, p90_s: null },
      resolution: { avg_s: null, p50_s: null, p90_s: null },
    },
  ])
  expect(total).toMatchObject({ tickets: 6, met: 2, breached: 2, at_risk: 1, resolution: { p50_s: 10_800 } })
})

test('G-05: by department, by who works on them, and by day; what nobody has is a group too', async () => {
  const named = async (by: string) =>
    (await report(`${period}&group_by=${by}`)).groups.map(({ group, name, tickets }) => [
      group,
      name,
      tickets,
    ])
  expect(await named('department')).toEqual([
    ['=TI, "Sul"', '=TI, "Sul"', 5],
    [null, null, 1],
  ])
  expect(await named('agent')).toEqual([
    [String(JOAO), 'João Tech', 1],
    [null, null, 5],
  ])
  const days = await named('day')
  expect(days.every(([group]) => /^\d{4}-\d\d-\d\d$/.test(String(group)))).toBe(true)
  expect(days.map(([group]) => group)).toEqual(days.map(([group]) => group).toSorted())
  const nothing = await report(`from=2020-01-01&to=2020-12-31&group_by=day`)
  expect(nothing).toMatchObject({ groups: [], total: { tickets: 0, resolution: { p50_s: null } } })
})

test('G-05: as CSV, for spreadsheets, in which no department is a formula', async () => {
  const { headers, text, status } = await joao.get(
    `/api/v1/sla/report?${period}&group_by=department&format=csv`,
  )
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toContain('attachment')
  expect(text).toContain(`"'=TI, ""Sul""",`)
  expect(text).toMatch(/total,,6,2,2,1,.*\r\n$/)
})

test('bad input: periods that are none, or longer than a year, and who may not', async () => {
  for (const query of [
    'group_by=day',
    'from=2026-01-01&to=2026-01-31&group_by=mood',
    'from=2026-02-01&to=2026-01-31&group_by=day',
    'from=2025-01-01&to=2026-01-02&group_by=day',
    'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&group_by=day',
    'from=0000-01-01&to=0000-01-02&group_by=day',
    'from=2026-01-01&to=2026-02-30&group_by=day',
    'from=2026-01-01&to=2026-01-31&group_by=day&format=xls',
  ])
    expect((await joao.get(`/api/v1/sla/report?${query}`)).status, query).toBe(422)
  expect((await joao.get('/api/v1/sla/report?from=2024-01-01&to=2024-12-31&group_by=day')).status).toBe(200)
  expect((await maria.get(`/api/v1/sla/report?${period}&group_by=day`)).status).toBe(403)
})
