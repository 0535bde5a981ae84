import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { mirrorDeals } from '#src/sync/mirror-deals.ts'
import { crmPerson } from '#test/crm-person.ts'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { refresh } from '#test/refresh.ts'
import { createWorld, type World } from '#test/world.ts'
import { ModelledCrm } from './modelled-crm.ts'

const rowOf = async (world: World, dealId: number) =>
  (await world.sql`select * from deals where deal_id = ${dealId}`)[0]
/** But for that the CRM was told the deadline of what was opened there. */
const events = (world: World) => world.sql`
  select kind, ticket_id, data from domain_events where kind not in ('sync-state', 'notification') order by seq`

test('S-02: a deal that somebody opens in the CRM becomes a ticket, and is told', async () => {
  await using world = await createWorld()
  const crm = crmPerson(world)
  const dealId = await crm.opens({ title: 'Impressora sem tinta', UF_CRM_1701707105: '1001' })
  await refresh(world, dealId)
  expect(await rowOf(world, dealId)).toMatchObject({
    ticket_number: `CRM-${dealId}`,
    title: 'Impressora sem tinta',
    status: 'open',
    stage_id: 'C19:NEW',
    crm_status: 'synced',
    user_id: 1,
  })
  expect(await events(world)).toMatchObject([{ kind: 'ticket-opened' }])
  await refresh(world, dealId)
  expect(await events(world)).toHaveLength(1)
})

test('S-14: two who read the same new deals at once make one ticket of each, and neither fails', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const { db } = ports
  const needs = { ...ports, pipelines: [19] }
  const read = (order: number, first: number) => {
    const deals = Array.from({ length: 100 }, (_, place) => new ModelledCrm((first + place) as DealId).deal)
    return db.transaction((tx) =>
      mirrorDeals(needs, tx, { order, deals: deals.flatMap((deal) => deal ?? []) }, { isQuiet: true }),
    )
  }
  // They have to meet within one row, between its two keys.
  for (let round = 1; round <= 20; round += 1) {
    const first = 10_000 + round * 100
    await Promise.all([read(1, first), read(2, first), read(3, first)])
    const [made] = await world.sql`
      select count(*)::int as tickets from deals where deal_id between ${first} and ${first + 99}`
    expect(made).toEqual({ tickets: 100 })
  }
})

test('S-03, S-06, D-12: what is changed there is changed here, and told once; what was deleted stays deleted', async () => {
  await using world = await createWorld()
  const crm = crmPerson(world)
  const dealId = await crm.opens({ title: 'Antes' })
  await refresh(world, dealId)
  await crm.changes(dealId, { title: 'Depois', stageId: 'C19:WON' })
  await refresh(world, dealId)
  expect(await rowOf(world, dealId)).toMatchObject({ title: 'Depois', status: 'closed', version: 2 })
  expect(await events(world)).toMatchObject([
    { kind: 'ticket-opened' },
    { kind: 'ticket-changed', data: { changes: { title: 'Depois', status: 'closed' }, version: 2 } },
  ])
  const written = await world.sql`select name from jobs where name in ('push-change', 'ask-change')`
  expect(written, 'D-12: nothing is written back').toEqual([])
  await crm.deletes(dealId)
  await refresh(world, dealId)
  expect(await rowOf(world, dealId)).toMatchObject({ crm_deleted_at: expect.any(Date) })
})

test('S-07: who works on it is known by name, address and account; by whom it was changed and moved is kept as the CRM says it', async () => {
  await using world = await createWorld()
  const crm = crmPerson(world)
  const dealId = await crm.opens({ title: 'Sem rede', assignedById: 42 })
  await refresh(world, dealId)
  expect(await rowOf(world, dealId)).toMatchObject({
    ...{ responsible: 'João Tech', responsible_email: 'joao.tech@example.com', responsible_id: 3 },
    ...{ responsible_crm_id: 42, created_by_id: expect.any(String), modify_by_id: expect.any(String) },
    ...{ moved_by_id: expect.any(String) },
  })
})

test('S-15: the first reading of what we opened ourselves is silent', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const { body } = await maria.post('/ticket', PORTAL_TICKET)
  await world.settle()
  const { deal_id } = body as { deal_id: number }
  const [before, told] = [await rowOf(world, deal_id), await events(world)]
  await refresh(world, deal_id)
  expect(await events(world)).toEqual(told)
  const after = await rowOf(world, deal_id)
  expect(after).toMatchObject({ version: before?.version, updated_at: before?.updated_at })
  expect(after?.crm_snapshot).toMatchObject({ title: PORTAL_TICKET.title })
})

test('C-04: what is opened again in the CRM has no rating, here and there, and gets none back', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const { body } = await maria.post('/ticket', PORTAL_TICKET)
  await world.settle()
  const { deal_id: dealId } = body as { deal_id: number }
  await maria.post('/close-ticket', { deal_id: dealId, rating: 2, comment: 'Demorou' })
  await world.settle()
  await refresh(world, dealId)
  expect(await rowOf(world, dealId)).toMatchObject({
    status: 'closed',
    rating: 2,
    rating_feedback: 'Demorou',
  })

  const crm = crmPerson(world)
  await crm.changes(dealId, { stageId: 'C19:NEW' })
  await refresh(world, dealId)
  const unrated = { status: 'open', rating: null, rating_feedback: null, rated_at: null, reopen_count: 1 }
  expect(await rowOf(world, dealId)).toMatchObject(unrated)
  const { item } = await crm.call<{ item: object }>('crm.item.get', {
    ...{ entityTypeId: 2, id: dealId, useOriginalUfNames: 'Y' },
  })
  expect(item).toMatchObject({ UF_CRM_1701707109: null, UF_CRM_1701707110: null, stageId: 'C19:NEW' })
  await crm.changes(dealId, { title: 'De novo' })
  await refresh(world, dealId)
  expect(await rowOf(world, dealId)).toMatchObject({ ...unrated, title: 'De novo' })
})

test('S-03: a description that is changed in the CRM is what the first message says, edited, and is told', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const { body } = await maria.post('/ticket', PORTAL_TICKET)
  await world.settle()
  const { id, deal_id: dealId } = body as { id: number; deal_id: number }
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'E rápido' })
  await world.settle()
  await refresh(world, dealId)
  const said = async () => {
    const read = await maria.get(`/api/v1/tickets/${id}/messages`)
    return (read.body as { items: { id: number; message: string; edited_at: string | null }[] }).items
  }
  const [first] = await said()
  expect(first).toMatchObject({ message: PORTAL_TICKET.description, edited_at: null })

  await crmPerson(world).changes(dealId, { UF_CRM_1701707107: 'Não imprime nada' })
  await refresh(world, dealId)
  expect(await said()).toMatchObject([
    { id: first?.id, message: 'Não imprime nada', edited_at: expect.any(String) },
    { message: 'E rápido', edited_at: null },
  ])
  expect((await events(world)).filter(({ kind }) => kind === 'message-changed')).toMatchObject([
    { ticket_id: id, data: { message_id: first?.id } },
  ])
})
