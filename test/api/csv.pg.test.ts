import { expect, test } from 'vitest'
import type { Document } from '#test/fill-request.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, JOAO } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
const DAY = world.clock.now().toISOString().slice(0, 10)
const AROUND = `from=${DAY.slice(0, 4)}-01-01&to=${DAY}`

/** What every route for spreadsheets is asked with. */
const QUERIES: Record<string, string> = {
  '/api/v1/tickets.csv': '',
  '/api/v1/stats': 'format=csv',
  '/api/v1/stats/trends': `format=csv&bucket=week&${AROUND}`,
  '/api/v1/stats/agents': 'format=csv',
  '/api/v1/stats/categories': 'format=csv',
  '/api/v1/dashboard': `format=csv&${AROUND}`,
  '/api/v1/admin/help/deflection': 'format=csv',
  '/api/v1/sla/report': `format=csv&group_by=department&${AROUND}`,
}
const FORMULAS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  ' =1+1',
  '=HYPERLINK("http://x";"y")',
]

/** By RFC 4180. */
function cellsOf(text: string): string[] {
  return [...text.matchAll(/(?:^\uFEFF?|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

test('X-02: whatever people typed, no spreadsheet of ours has a cell that is a formula', async () => {
  for (const formula of FORMULAS)
    await givenTicket(world, {
      ...{ title: formula, assignee_department: formula, responsible: formula, requester_name: formula },
      ...{ requester_department: formula, filial: formula, tags: [formula], service_category: formula },
      ...{ status: 'closed', rating: 1, rating_feedback: formula, responsible_crm_id: 70 },
    })
  await world.sql`update help_texts set title = '=1+1'`
  await world.sql`insert into help_offers (article_id, user_id, draft_id, locale)
    select id, 1, gen_random_uuid(), 'pt-BR' from help_articles`
  const { paths } = (await world.visitor().get('/openapi.json')).body as Document
  const routes = Object.keys(paths).filter((path) => JSON.stringify(paths[path]).includes('text/csv'))
  expect(routes.sort(), 'each is asked here').toEqual(Object.keys(QUERIES).sort())
  for (const [path, query] of Object.entries(QUERIES)) {
    const answer = await joao.get(`${path}?${query}`)
    expect(answer, path).toMatchObject({ status: 200 })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const cells = cellsOf(answer.text)
    expect(cells.length).toBeGreaterThan(10)
    const dangerous = cells.filter((cell) => /^\s*[=+@-]|^[\t\r\n]/.test(cell) && !/^-\d+$/.test(cell))
    expect(dangerous, path).toEqual([])
  }
})

test('G-05: the spreadsheet of tickets has each that the list has, however many, for the team alone', async () => {
  await world.sql`insert into deals (deal_id, origin_key, ticket_number, title, description, pipeline_id, stage_id, priority, crm_status,
      assignee_department, created_at)
    select 90000 + n, gen_random_uuid(), 'TKT-20260101-' || n, 'Chamado ' || n, '', 19, 'C19:NEW', 'low', 'synced',
      case when n % 2 = 0 then 'Frota' end, now() - (n / 7) * interval '1 minute' from generate_series(1, 1203) n`
  const numbersOf = (text: string) => text.match(/TKT-[\d-]+/g) ?? []
  const all = numbersOf((await joao.get('/api/v1/tickets.csv')).text)
  const [{ rows = 0 } = {}] = await world.sql<{ rows: number }[]>`select count(*)::int as rows from deals`
  expect(all).toHaveLength(rows)
  expect(new Set(all).size, 'none twice').toBe(rows)
  const ofFrota = await joao.get(`/api/v1/tickets.csv?department=Frota&assigned_to=0&created_from=${DAY}`)
  const listed = await joao.get(`/api/v1/tickets?department=Frota&assigned_to=0&created_from=${DAY}`)
  expect(numbersOf(ofFrota.text)).toHaveLength((listed.body as { total: number }).total)
  expect(
    (await joao.get(`/api/v1/tickets.csv?assigned_to=${JOAO}`)).text.trimEnd().split('\r\n'),
  ).toHaveLength(1)
  expect(await maria.get('/api/v1/tickets.csv')).toMatchObject({ status: 403 })
  expect(await world.visitor().get('/api/v1/tickets.csv')).toMatchObject({ status: 401 })
  expect(await joao.get('/api/v1/tickets.csv?status=lost')).toMatchObject({ status: 422 })
})
