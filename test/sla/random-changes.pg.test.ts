import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rebuildClocks } from '#src/tickets/rebuild-clocks.ts'
import type { Client } from '#test/client.ts'
import { crmPerson } from '#test/crm-person.ts'
import { refresh } from '#test/refresh.ts'
import { createWorld, type World } from '#test/world.ts'
import { expectKept } from './kept.ts'

const TICKETS = 4
const STEPS = 30
const STATUSES = ['open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved', 'closed']
const STAGES = ['C19:NEW', 'C19:UC_WAIT', 'C19:WON', 'C19:LOSE']

const pick = (values: readonly string[]) => fc.constantFrom(...values)
const step = fc.record({
  ticket: fc.nat({ max: TICKETS - 1 }),
  minutes: fc.nat({ max: 90 }),
  does: fc.oneof(
    fc.record({ kind: fc.constant('says'), who: pick(['maria', 'joao']), isNote: fc.boolean() }),
    fc.record({ kind: fc.constant('patches'), field: pick(['status']), value: pick(STATUSES) }),
    fc.record({
      kind: fc.constant('patches'),
      field: pick(['priority']),
      value: pick(['urgent', 'high', 'low']),
    }),
    fc.record({
      kind: fc.constant('patches'),
      field: pick(['category']),
      value: pick(['technical', 'general']),
    }),
    fc.record({ kind: fc.constant('reopens') }),
    fc.record({ kind: fc.constant('stage'), value: pick(STAGES) }),
    fc.record({ kind: fc.constant('crm-says'), value: pick(['mails', 'comments']) }),
    fc.record({
      kind: fc.constant('deadline'),
      value: pick(['', '2030-01-02T10:00:00+00:00', '2020-01-02T10:00:00+00:00']),
    }),
  ),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

type People = { world: World; maria: Client; joao: Client }

async function take(
  { world, maria, joao }: People,
  { id, deal_id }: { id: number; deal_id: number },
  one: Step,
): Promise<void> {
  const crm = crmPerson(world)
  const does = one.does as Record<string, string | boolean>
  switch (does.kind) {
    case 'says': {
      const isNote = does.who === 'joao' && does.isNote === true
      const body = { message: 'Alguma coisa', ...(isNote && { is_internal: true }) }
      await (does.who === 'joao' ? joao : maria).post(`/api/v1/tickets/${id}/messages`, body)
      break
    }
    case 'patches': {
      const { body } = await joao.get(`/api/v1/tickets/${id}`)
      const match = { 'If-Match': `"${(body as { version: number }).version}"` }
      await joao.patch(`/api/v1/tickets/${id}`, { [String(does.field)]: does.value }, match)
      break
    }
    case 'reopens':
      await joao.post(`/api/v1/tickets/${id}/reopen`, {})
      break
    case 'stage':
      await crm.changes(deal_id, { stageId: does.value })
      break
    case 'crm-says':
      await (does.value === 'mails' ? crm.mails(deal_id) : crm.comments(deal_id, 'Do CRM'))
      break
    default:
      await crm.changes(deal_id, { UF_CRM_1701707108: does.value })
  }
  await refresh(world, deal_id)
}

test('L-05: after whatever people do on whichever way, all that is stored of clocks follows from the history', async () => {
  await using world = await createWorld({ ACCESS_TOKEN_TTL: String(7 * 24 * 3_600) })
  const minutes = { firstResponseMin: 30, nextResponseMin: 20, resolutionMin: 120 }
  await world.sql`insert into sla_policies ${world.sql({
    name: 'Técnico',
    position: 1,
    match: world.sql.json({ categories: ['technical'] }),
    targets: world.sql.json({ urgent: minutes, high: minutes, medium: minutes, low: minutes }),
    pause_statuses: world.sql.json(['waiting_for_user', 'on_hold']),
  })}`
  const people = { world, maria: await world.signIn('1001'), joao: await world.signIn('2001') }
  for (let n = 0; n < TICKETS; n++)
    await people.maria.post('/api/v1/tickets', {
      ...{ title: 'Impressora em chamas', description: 'Sai fumaça dela desde hoje de manhã.' },
      category: n % 2 === 0 ? 'technical' : 'general',
    })
  await world.settle()
  const tickets = await world.sql<
    { id: number; deal_id: number }[]
  >`select id, deal_id from deals order by id`
  const seed = Math.floor(Math.random() * 2 ** 31)
  for (const one of fc.sample(step, { numRuns: STEPS, seed })) {
    world.clock.forward(one.minutes * 60_000)
    const ticket = tickets[one.ticket]
    if (ticket) await take(people, ticket, one)
  }
  const [told] = await world.sql`select count(*)::int as lines from sla_history`
  expect(told?.lines).toBeGreaterThan(STEPS / 2)
  try {
    await expectKept(world)
    expect(await rebuildClocks(world.gateway.ports)).toMatchObject({ begun: 0 })
    await expectKept(world)
  } catch (error) {
    throw new Error(`with seed ${seed}`, { cause: error })
  }
})
