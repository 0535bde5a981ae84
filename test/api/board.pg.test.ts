import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'
import { givenFile, givenMessage, givenTicket, JOAO } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
await world.gateway.ports.dictionaries.refresh()

type Column = { stage_id: string; count: number; at_risk: number; late: number } & Record<string, unknown>
type Board = { columns: Column[]; closed_within_days: number }

const HOUR = 3_600_000
const at = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR)
async function board(query = ''): Promise<Board> {
  const answer = await joao.get(`/api/v1/board?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Board
}
const columnIn = ({ columns }: Board, stage_id: string) => columns.find((one) => one.stage_id === stage_id)
let departments = 0
const newDepartment = () => `Quadro ${++departments}`

test('the columns are the stages of the CRM in their order, with what each means here', async () => {
  const { columns, closed_within_days } = await board()
  const [first] = columns
  expect(first).toMatchObject({
    ...{ stage_id: 'C19:NEW', pipeline_id: 19, outcome: 'open', status: 'open' },
    color: expect.stringMatching(/^#[\da-f]{6}$/),
  })
  expect(columns.filter(({ status }) => status === 'closed').map(({ outcome }) => outcome)).toEqual(
    expect.arrayContaining(['won', 'lost']),
  )
  expect(closed_within_days).toBe(7)
})

test('a head counts what the cards of its column are, by the same filters', async () => {
  const assignee_department = newDepartment()
  const given = (columns: object) => givenTicket(world, { assignee_department, ...columns })
  const oldest = at(-50)
  await given({ created_at: oldest, date_deadline: at(-1), title: 'Impressora parada' })
  await given({ created_at: at(-9), date_deadline: at(1), responsible_id: JOAO, tags: ['vpn'] })
  await given({ created_at: at(-9), date_deadline: at(90), priority: 'urgent' })
  await given({ stage_id: 'C19:WON', status: 'closed', closed_at: at(-24), resolved_at: at(-25) })
  await given({ stage_id: 'C19:WON', status: 'closed', closed_at: at(-24 * 8), resolved_at: at(-24 * 9) })
  const department = `department=${encodeURIComponent(assignee_department)}`
  const whole = await board(department)
  expect(columnIn(whole, 'C19:NEW')).toMatchObject({
    ...{ count: 3, at_risk: 1, late: 1 },
    oldest_at: oldest.toISOString(),
  })
  expect(columnIn(whole, 'C19:WON')).toMatchObject({ count: 1, late: 0 })
  for (const [query, count] of [
    [`assigned_to=${JOAO}`, 1],
    ['assigned_to=0', 2],
    ['tag=vpn', 1],
    ['priority=urgent', 1],
    ['q=impressora', 1],
    ['sla=breached', 1],
  ] as const) {
    expect(columnIn(await board(`${department}&${query}`), 'C19:NEW')?.count, query).toBe(count)
    const cards = await joao.get(`/api/v1/tickets?${department}&${query}&stage_id=C19:NEW`)
    expect((cards.body as { items: unknown[] }).items.length, query).toBe(count)
  }
  const closed = await joao.get(`/api/v1/tickets?${department}&stage_id=C19:WON&closed_within_days=7`)
  expect(closed.body).toMatchObject({ total: 1 })
  expect(columnIn(await board(`${department}&closed_within_days=30`), 'C19:WON')?.count).toBe(2)
})

test('what stands in a stage that the CRM does not list has a column too, so that no ticket is out of sight', async () => {
  const assignee_department = newDepartment()
  await givenTicket(world, { assignee_department, stage_id: 'C19:OF-OLD' })
  await givenTicket(world, { assignee_department, stage_id: '', status: 'in_progress' })
  const { columns } = await board(`department=${encodeURIComponent(assignee_department)}`)
  expect(columns.filter(({ count }) => count > 0)).toMatchObject([
    { stage_id: '', is_listed: false, count: 1 },
    { stage_id: 'C19:OF-OLD', name: 'C19:OF-OLD', is_listed: false, count: 1 },
  ])
})

test('cards count their files and notes, and requesters see nothing of a note of the team', async () => {
  const assignee_department = newDepartment()
  const ticket = await givenTicket(world, { assignee_department })
  await givenFile(world, ticket)
  const note = await givenMessage(world, ticket, { kind: 'note', is_internal: true })
  await givenFile(world, ticket, { activity_id: note })
  const query = `/api/v1/tickets?department=${encodeURIComponent(assignee_department)}`
  expect((await joao.get(query)).body).toMatchObject({ items: [{ file_count: 2, note_count: 1 }] })
  expect((await maria.get(query)).body).toMatchObject({
    items: [{ file_count: 1, note_count: 0, pending_changes: [] }],
  })
})

test('bad input: the board is for the team, and filters are checked as in lists', async () => {
  expect((await maria.get('/api/v1/board')).body).toMatchObject({ code: 'forbidden' })
  for (const query of ['status=lost', 'closed_within_days=367', 'closed_within_days=-1', 'assigned_to=x'])
    expect((await joao.get(`/api/v1/board?${query}`)).status, query).toBe(422)
  expect((await joao.get('/api/v1/board?requester_id=99999')).status).toBe(200)
})

test('filters offer what is on tickets that are not closed, the most frequent first', async () => {
  await givenTicket(world, { tags: ['rede', 'wifi'], assignee_department: 'Redes' })
  await givenTicket(world, { tags: ['rede'], assignee_department: 'Redes' })
  await givenTicket(world, { tags: ['antigo'], status: 'closed', closed_at: at(-1) })
  const { departments, tags } = (await joao.get('/api/v1/board/choices')).body as Record<
    string,
    { name: string; count: number }[]
  >
  expect(departments).toContainEqual({ name: 'Redes', count: 2 })
  expect(tags?.[0]).toEqual({ name: 'rede', count: 2 })
  expect(tags?.map(({ name }) => name)).not.toContain('antigo')
})
