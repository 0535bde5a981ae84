import { expect, test } from 'vitest'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { createMirroredWorld } from '#test/sync/mirrored-world.ts'

test('S-02..S-05, S-09: whatever somebody does in the CRM arrives by its events', async () => {
  await using world = await createMirroredWorld()
  const { person } = world
  await world.tellsAllBut(0)
  const ana = await world.signIn('2002')
  const dealId = await person.opens({ title: 'Rede lenta no almoxarifado' })
  await world.isQuiet()
  const row = async () => (await world.sql`select * from deals where deal_id = ${dealId}`)[0]
  const id = (await row())?.id
  const seen = async () => (await ana.get(`/api/v1/tickets/${id}`)).body

  await person.changes(dealId, { stageId: 'C19:PREPARATION', title: 'Rede muito lenta' })
  await person.comments(dealId, 'Reiniciei o roteador.')
  await person.mails(dealId)
  await world.isQuiet()
  expect(await seen()).toMatchObject({ title: 'Rede muito lenta', status: 'in_progress', deal_id: dealId })
  const { body } = await ana.get(`/api/v1/tickets/${id}/messages`)
  // The CRM counts whole seconds, so of two things in one second nobody knows which came first.
  const kinds = (body as { items: { kind: string }[] }).items.map(({ kind }) => kind)
  expect(kinds.toSorted()).toEqual(['comment', 'email'])
  const card = (await ana.get(`/deal/${dealId}/4`)).body as { activities: { type_id: string }[] }[]
  expect(card[0]?.activities.map(({ type_id }) => type_id).toSorted()).toEqual(['2', '4'])
  await world.isEqual()

  const listed = async () =>
    ((await ana.get(`/api/v1/tickets?scope=all&q=CRM-${dealId}`)).body as { items: unknown[] }).items.length
  expect(await listed()).toBe(1)
  await person.changes(dealId, { categoryId: 0 })
  // A move to another pipeline is told to applications alone: it is found by a reading.
  await person.comments(dealId, 'Foi para outra equipe.')
  await world.isQuiet()
  expect(await seen()).toMatchObject({ crm_presence: 'left' })
  expect(await listed()).toBe(0)
  await person.changes(dealId, { categoryId: 19, stageId: 'C19:NEW' })
  await person.comments(dealId, 'Voltou.')
  await world.isQuiet()
  expect(await seen()).toMatchObject({ crm_presence: 'there', status: 'open' })
  expect(await listed()).toBe(1)

  await person.deletes(dealId)
  await world.isQuiet()
  expect(await seen()).toMatchObject({ crm_presence: 'deleted' })
  expect(await listed()).toBe(0)
})

test('S-14, S-15: the events of what we do ourselves make no second row, no news and no version', async () => {
  await using world = await createMirroredWorld()
  await world.tellsAllBut(0)
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const filed = (await maria.post('/ticket', PORTAL_TICKET)).body as { id: number; deal_id: number }
  await joao.post(`/api/v1/tickets/${filed.id}/messages`, { message: 'Já vou aí.' })
  await maria.post(`/api/v1/tickets/${filed.id}/messages`, { message: 'Obrigada!' })
  await joao.patch(`/api/v1/tickets/${filed.id}`, { priority: 'high', title: 'Impressora do 3º andar' })
  await joao.patch(`/api/v1/tickets/${filed.id}`, { status: 'resolved' })
  await world.isQuiet()
  const mirrored =
    await world.sql`select before, after from audit_log where action = 'ticket-mirrored' and subject_id = ${filed.id}`
  expect(mirrored).toEqual([])
  const rows =
    await world.sql`select origin_key from deals where deal_id = ${filed.deal_id} or title like 'Impressora do 3%'`
  expect(rows).toHaveLength(1)
  expect(
    await world.sql`select body_text from activities where ticket_id = ${filed.id} and source = 'crm'`,
  ).toEqual([])
  await world.isEqual()
})
