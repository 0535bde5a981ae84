import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TicketId, UserId } from '#src/ids.ts'
import { promiseApplying } from '#src/sla/promise-applying.ts'
import { promiseLooks, writeLines } from '#src/sla/write-clocks.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import { rebuildClocks } from '#src/tickets/rebuild-clocks.ts'
import { filedTicket } from '#test/filed-ticket.ts'
import { ANA, JOAO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'
import { historyOf } from './kept.ts'

let world: World
const HOUR = 3_600_000

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

/** Filed so many hours ago, with a look at its clocks that is due now. */
async function filedAgo(hours: number, columns: Partial<TicketRow> = {}): Promise<TicketId> {
  const createdAt = new Date(Date.now() - hours * HOUR)
  const { id } = await filedTicket(world, { priority: 'high', createdAt, ...columns })
  const { priority = 'high' } = columns
  await world.gateway.ports.db.transaction(async (tx) => {
    await writeLines(tx, [
      { ticketId: id, at: createdAt, kind: 'created', data: { priority, status: 'open' } },
    ])
    await promiseLooks(tx, [{ ticketId: id, at: createdAt }])
  })
  await world.settle()
  return id
}
const told = (id: number) =>
  world.sql`select kind, is_internal, data from domain_events where ticket_id = ${id} and kind in
    ('sla-warning', 'sla-breached', 'notification') order by seq`

test('L-03, E-04: whoever works on it is told at 75 %, by mail and where they are signed in; the mail once', async () => {
  const id = await filedAgo(3.1, { responsibleId: JOAO as UserId, responsible: 'João Tech' })
  const mail = await world.letterTo('joao.tech@example.com', /Prazo perto do fim/)
  expect(mail.text).toContain('75 % do prazo para a solução')
  await world.settle()
  expect(await told(id)).toMatchObject([
    { kind: 'sla-warning', is_internal: true, data: { target: 'resolution', level: '75' } },
    { kind: 'notification', data: { user_ids: [JOAO], about: 'sla', level: '75' } },
  ])
  await world.gateway.ports.db.transaction((tx) => promiseLooks(tx, [{ ticketId: id, at: new Date() }]))
  await world.settle()
  expect(await told(id), 'looked at once more').toHaveLength(2)
})

test('L-03, L-05: a breach is told instead of all below it, and stays, whatever becomes known of the time before', async () => {
  const id = await filedAgo(4.1)
  expect(await told(id)).toMatchObject([
    { kind: 'sla-breached', data: { level: '100' } },
    { kind: 'notification' },
  ])
  const [clock] = await world.sql`select breached_at from sla_clocks where ticket_id = ${id}`
  expect(clock?.breached_at).toEqual(expect.any(Date))
  expect((await historyOf(world, id)).map(([kind]) => kind)).toEqual(['created', 'breached'])
  const marks =
    await world.sql`select percent, is_told from sla_warnings where ticket_id = ${id} order by percent`
  expect(marks).toEqual([
    { percent: 75, is_told: false },
    { percent: 90, is_told: false },
    { percent: 100, is_told: true },
  ])
  await world.gateway.ports.db.transaction(async (tx) => {
    const at = new Date(Date.now() - 2 * HOUR)
    await writeLines(tx, [{ ticketId: id, at, kind: 'status', data: { to: 'resolved' } }])
  })
  await rebuildClocks(world.gateway.ports)
  const [after] = await world.sql`select state, breached_at from sla_clocks where ticket_id = ${id}`
  expect(after).toEqual({ state: 'fulfilled', breached_at: clock?.breached_at })
})

test('L-03: of a breach the leads of the department are told, and nobody else of it', async () => {
  await world.sql`update users set role = 'lead', department = 'Almoxarifado' where id = ${ANA}`
  await world.sql`update users set department = 'Almoxarifado' where id = ${JOAO}`
  const id = await filedAgo(4.1, { assigneeDepartment: 'almoxarifado', responsibleId: JOAO as UserId })
  const [notice] = (await told(id)).filter(({ kind }) => kind === 'notification')
  expect(notice?.data).toMatchObject({ user_ids: [ANA], about: 'sla', level: '100' })
  await world.letterTo('ana.costa@example.com', /Prazo/)
  await world.sql`update users set role = 'agent', department = 'TI' where id in (${ANA}, ${JOAO})`
})

test('L-03: mails wait for working hours; a policy may give a ticket to somebody, and raise its priority once', async () => {
  const [calendar] = await world.sql`insert into sla_calendars ${world.sql({
    name: 'Uma hora por semana',
    time_zone: 'UTC',
    hours: world.sql.json({
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, []])),
      [((new Date().getUTCDay() + 2) % 7) + 1]: [{ from: '08:00', to: '09:00' }],
    }),
  })} returning id`
  await world.sql`insert into sla_policies ${world.sql({
    name: 'Devagar',
    position: 1,
    match: world.sql.json({ departments: ['Frota'] }),
    calendar_id: calendar?.id,
    targets: world.sql.json({ high: { resolutionMin: 60 }, urgent: { resolutionMin: 60 } }),
    escalations: world.sql.json([
      { clock: 'resolution', at: 100, do: { kind: 'notify', whom: 'assignee' } },
      { clock: 'resolution', at: 75, do: { kind: 'reassign', to: ANA } },
      { clock: 'resolution', at: 75, do: { kind: 'raise-priority' } },
    ]),
  })}`
  const id = await filedAgo(0.1, { assigneeDepartment: 'Frota', responsibleId: JOAO as UserId })
  await world.gateway.ports.db.transaction(async (tx) => {
    await promiseApplying(tx)
  })
  await world.settle()
  expect((await historyOf(world, id)).map(([kind]) => kind)).toEqual(['created', 'policy'])

  const dueAt = new Date(Date.now() - 60_000)
  await world.gateway.ports.db.transaction(async (tx) => {
    const data = { dueAt: dueAt.toISOString() }
    await writeLines(tx, [{ ticketId: id, at: new Date(), kind: 'deadline-set', data }])
    await promiseLooks(tx, [{ ticketId: id, at: new Date() }])
  })
  await world.settle()
  const [row] = await world.sql`select priority, responsible_id from deals where id = ${id}`
  expect(row).toMatchObject({ priority: 'urgent', responsible_id: ANA })
  const letters = await world.sql`
    select run_at > clock_timestamp() + interval '1 hour' as is_later from jobs where name = 'send-sla-letter'`
  expect(letters, 'of what was not urgent when it was due').toEqual([{ is_later: true }])
  const [raised] = await world.sql`
    select count(*)::int as times from sla_warnings where ticket_id = ${id} and actions::text like '%raise-priority%'`
  expect(raised?.times).toBe(1)
})
