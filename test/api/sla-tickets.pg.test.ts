import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import * as schema from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { readSla } from '#src/sla/read-sla.ts'
import { rebuildClocks } from '#src/tickets/rebuild-clocks.ts'
import { withDatabase } from '#test/postgres.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, MARIA } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()
const HOUR = 3_600_000
const every = (hours: { from: string; to: string }[]) => ({
  1: hours,
  2: hours,
  3: hours,
  4: hours,
  5: hours,
  6: hours,
  7: hours,
})

type Clock = Record<string, unknown> | null
type Shown = { id: number; version: number; sla: { state: string } & Record<string, Clock> }
const read = async (id: number) => (await joao.get(`/api/v1/tickets/${id}`)).body as Shown

/** For technical tickets: half the day is worked, with answers in an hour, and pauses while the requester is waited for. */
async function makePolicy(): Promise<void> {
  const [calendar] = await world.sql`insert into sla_calendars ${world.sql({
    ...{ name: 'Meio dia', time_zone: 'UTC' },
    hours: world.sql.json(every([{ from: '00:00', to: '12:00' }])),
  })} returning id`
  const target = { firstResponseMin: 60, resolutionMin: 36 * 60 }
  await world.sql`insert into sla_policies ${world.sql({
    ...{ name: 'Técnica', position: 1, calendar_id: calendar?.id },
    match: world.sql.json({ categories: ['technical'] }),
    targets: world.sql.json({ urgent: target, high: target, medium: target, low: target }),
    pause_statuses: world.sql.json(['waiting_for_user']),
  })}`
}
async function files(category: string): Promise<Shown> {
  const { body } = await joao.post('/api/v1/tickets', {
    title: 'Impressora em chamas',
    description: 'Sai fumaça dela desde hoje de manhã.',
    ...{ category, priority: 'medium', requester_id: MARIA },
  })
  await world.settle()
  return read((body as Shown).id)
}

test('L-01, L-02: a ticket carries all its clocks, in details, lists and cards alike, with working time', async () => {
  await makePolicy()
  const plain = await files('general')
  expect(plain.sla).toMatchObject({
    ...{ state: 'ok', first_response: null, next_response: null },
    resolution: { state: 'ok', paused: false, remaining_s: expect.any(Number), breached_at: null },
  })
  const worked = await files('technical')
  const { resolution } = worked.sla
  const plainS = (Date.parse(String(resolution?.due_at)) - world.clock.now().getTime()) / 1_000
  // 36 hours of half days are three days.
  expect(Number(resolution?.remaining_s)).toBeLessThanOrEqual(36 * 3_600)
  expect(Number(resolution?.remaining_s)).toBeGreaterThan(35 * 3_600)
  expect(plainS).toBeGreaterThan(2 * 24 * 3_600)
  expect(worked.sla.first_response).toMatchObject({ paused: false, due_at: expect.any(String) })
  const { body: list } = await joao.get('/api/v1/tickets?category=technical')
  const [listed] = (list as { items: Shown[] }).items
  expect(listed?.sla.resolution?.due_at).toBe(resolution?.due_at)
  const cards = (await maria.get(`/tickets/${MARIA}`)).body as Shown[]
  expect(cards.find(({ id }) => id === worked.id)?.sla.resolution?.due_at).toBe(resolution?.due_at)
})

test('L-02: a ticket that waits for its requester is paused, and no list calls it late when the day has passed', async () => {
  const { id, version } = await files('technical')
  await joao.patch(`/api/v1/tickets/${id}`, { status: 'waiting_for_user' }, { 'If-Match': `"${version}"` })
  await world.settle()
  await world.sql`update deals set date_deadline = ${new Date(world.clock.now().getTime() - HOUR)} where id = ${id}`
  const before = await read(id)
  expect(before.sla.resolution).toMatchObject({ state: 'paused', paused: true })
  expect(before.sla.resolution?.remaining_s).toBeGreaterThan(35 * 3_600)
  const found = async (sla: string) =>
    ((await joao.get(`/api/v1/tickets?category=technical&sla=${sla}`)).body as { items: Shown[] }).items.map(
      (one) => one.id,
    )
  expect(before.sla.state, 'an answer is still owed').toBe('ok')
  expect(await found('ok')).toContain(id)
  for (const sla of ['breached', 'at_risk', 'paused']) expect(await found(sla)).not.toContain(id)
  await joao.post(`/api/v1/tickets/${id}/messages`, {
    message: 'Pode testar?',
    status_after: 'waiting_for_user',
  })
  await world.settle()
  expect((await read(id)).sla.state).toBe('paused')
  expect(await found('paused')).toEqual([id])
  for (const sla of ['breached', 'at_risk', 'ok']) expect(await found(sla)).not.toContain(id)
})

test('design 8: lists find by sla what is shown as it, whatever calendar holds and whatever was broken before', async () => {
  await rebuildClocks(world.gateway.ports)
  const { body } = await joao.get(
    '/api/v1/tickets?limit=200&status=open,in_progress,waiting_for_user,on_hold',
  )
  const { items } = body as { items: Shown[] }
  for (const state of ['breached', 'at_risk', 'ok', 'paused']) {
    const found = await joao.get(`/api/v1/tickets?limit=200&sla=${state}`)
    const ids = (found.body as { items: Shown[] }).items.map(({ id }) => id)
    expect(ids, state).toEqual(items.filter(({ sla }) => sla.state === state).map(({ id }) => id))
  }
})

test('L-05: of tickets that nobody keeps clocks of yet the deadline says what there is to say', async () => {
  const now = world.clock.now().getTime()
  const at = (hours: number) => new Date(now + hours * HOUR)
  const given = async (columns: object) =>
    (await read((await givenTicket(world, { created_at: at(-9), date_deadline: at(-1), ...columns })).id)).sla
  expect(await given({})).toMatchObject({
    state: 'breached',
    resolution: { remaining_s: expect.any(Number) },
  })
  expect((await given({ date_deadline: at(90) })).state).toBe('ok')
  expect((await given({ date_deadline: null })).state).toBeNull()
  const over = { status: 'closed', closed_at: at(0) }
  expect((await given({ ...over, resolved_at: at(-2) })).state).toBe('met')
  expect((await given({ ...over, resolved_at: at(0) })).state).toBe('breached')
  expect((await given(over)).state).toBe('breached')
})

test('design 5: the clocks of a page are one query', async () => {
  await rebuildClocks(world.gateway.ports)
  const [name] = await world.sql<{ name: string }[]>`select current_database() as name`
  const client = postgres(withDatabase(inject('templateUrl'), name?.name ?? ''), { max: 1 })
  let asked = 0
  const db = drizzle(client, { schema, casing: 'snake_case', logger: { logQuery: () => void asked++ } })
  const rows = await db.select().from(deals)
  expect(rows.length).toBeGreaterThan(5)
  asked = 0
  const slaOf = await readSla(db, rows, world.clock.now())
  expect(rows.map((row) => slaOf(row).resolution).filter((clock) => clock !== null).length).toBeGreaterThan(5)
  expect(asked).toBe(1)
  await client.end()
})
