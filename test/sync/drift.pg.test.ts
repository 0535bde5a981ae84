import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import type { DriftReport } from '#src/sync/drift.ts'
import type { Client } from '#test/client.ts'
import { crmPerson } from '#test/crm-person.ts'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { givenTicket } from '#test/tickets.ts'
import { untilAway } from '#test/until-away.ts'
import { createWorld, type World } from '#test/world.ts'

const PATH = '/api/v1/admin/sync/drift'
const compare = async (rita: Client, body: object) => {
  const answer = await rita.post(PATH, body)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as DriftReport
}
const open = async (rita: Client) =>
  ((await rita.get(`${PATH}?state=open`)).body as { items: unknown[] }).items

async function mirror(world: World, title: string): Promise<number> {
  const dealId = await crmPerson(world).opens({ title, UF_CRM_1701707105: '1001' })
  await promiseRefresh(world.gateway.ports.db, dealId as DealId)
  await world.settle()
  return dealId
}

test('what a row says otherwise than the CRM is named field by field, with both values, and mended by a reading', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  const [dealId, other] = [await mirror(world, 'Impressora sem tinta'), await mirror(world, 'Outra')]
  expect(await compare(rita, { after: 0 })).toMatchObject({ compared: 2, differing: 0, findings: [] })

  await world.sql`update deals set title = 'Errado', stage_id = 'C19:WON', responsible_crm_id = 4711 where deal_id = ${dealId}`
  const found = await compare(rita, { deal_id: dealId })
  expect(found).toMatchObject({ compared: 1, differing: 1, mended: 0 })
  expect(found.findings).toMatchObject([
    { deal_id: dealId, object: 'deal', field: 'title', ours: 'Errado', theirs: 'Impressora sem tinta' },
    { field: 'stage', ours: 'C19:WON', theirs: 'C19:NEW' },
    { field: 'responsible', ours: '4711', theirs: '1' },
  ])
  expect(found.findings[0]).toMatchObject({ since: expect.any(String), mended_at: null, why_not: null })
  // Looked at again it is the same finding.
  expect((await compare(rita, { deal_id: dealId })).findings).toEqual(found.findings)
  expect(await open(rita)).toHaveLength(3)

  const mended = await compare(rita, { after: 0, mend: true })
  expect(mended).toMatchObject({ compared: 2, differing: 1, mended: 1 })
  expect(mended.findings.map(({ id, mended_at }) => [id, mended_at !== null])).toEqual(
    found.findings.map(({ id }) => [id, true]),
  )
  expect(await open(rita)).toEqual([])
  const rows =
    await world.sql`select title, stage_id from deals where deal_id in (${dealId}, ${other}) order by deal_id`
  expect(rows).toMatchObject([{ title: 'Impressora sem tinta', stage_id: 'C19:NEW' }, { title: 'Outra' }])
})

test('S-16: what the CRM never told of is found: changed, deleted, and never mirrored', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  const crm = crmPerson(world)
  const [changed, deleted] = [await mirror(world, 'Antes'), await mirror(world, 'Some')]
  const unknown = await crm.opens({ title: 'Nunca contado' })
  await crm.changes(changed, { title: 'Depois' })
  await crm.deletes(deleted)
  const fieldsOf = async (deal_id: number, mend = false) =>
    (await compare(rita, { deal_id, mend })).findings.map(({ field, mended_at }) => [
      field,
      mended_at !== null,
    ])
  expect(await fieldsOf(changed)).toEqual([['title', false]])
  expect(await fieldsOf(deleted)).toEqual([['deleted', false]])
  expect(await fieldsOf(unknown)).toEqual([['row', false]])
  expect(await fieldsOf(changed, true)).toEqual([['title', true]])
  expect(await fieldsOf(deleted, true)).toEqual([['deleted', true]])
  expect(await fieldsOf(unknown, true)).toEqual([['row', true]])
})

test('comments and mails are compared one by one: lost, changed and deleted ones are named and mended', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  const crm = crmPerson(world)
  const dealId = await mirror(world, 'Com conversa')
  const [kept, edited, deleted] = [
    await crm.comments(dealId, 'Já vou'),
    await crm.comments(dealId, 'Errado'),
    await crm.comments(dealId, 'Não era aqui'),
  ]
  const mail = await crm.mails(dealId)
  await promiseRefresh(world.gateway.ports.db, dealId as DealId)
  await world.settle()
  expect(await compare(rita, { deal_id: dealId })).toMatchObject({ differing: 0, findings: [] })

  await crm.editsComment(edited, 'Certo')
  await crm.deletesComment(deleted)
  const added = await crm.comments(dealId, 'Mais uma')
  await world.sql`update activities set body_text = 'Ninguém disse' where external_id = ${kept} and external_kind = 'comment'`
  await world.sql`update activities set subject = 'Outro' where external_id = ${mail} and external_kind = 'activity'`
  const found = await compare(rita, { deal_id: dealId })
  expect(found.findings.map(({ object, field, ours, theirs }) => [object, field, ours, theirs])).toEqual([
    [`comment ${kept}`, 'text', 'Ninguém disse', 'Já vou'],
    [`comment ${edited}`, 'text', 'Errado', 'Certo'],
    [`comment ${added}`, 'row', null, 'Mais uma'],
    [`activity ${mail}`, 'subject', 'Outro', 'Re: Impressora'],
    [`comment ${deleted}`, 'deleted', null, 'deleted'],
  ])
  expect(await compare(rita, { deal_id: dealId, mend: true })).toMatchObject({ differing: 1, mended: 1 })
  expect(await open(rita)).toEqual([])
  const texts = await world.sql`
    select body_text from activities where external_kind = 'comment' and deleted_at is null order by external_id`
  expect(texts.map(({ body_text }) => body_text)).toEqual(['Já vou', 'Certo', 'Mais uma'])
})

test('what is on its way to the CRM is named with its job; while that is dead a person hears of it, and it is not mended', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  const { body } = await rita.post('/ticket', PORTAL_TICKET)
  await world.settle()
  const { deal_id } = body as { deal_id: number }
  await promiseRefresh(world.gateway.ports.db, deal_id as DealId)
  await world.settle()
  const [row] = await world.sql`update deals set title = 'Só aqui' where deal_id = ${deal_id} returning id`
  const payload = JSON.stringify({ ticketId: row?.id, parts: ['title'] })
  const [job] = await world.sql`
    insert into jobs (name, payload, key, is_head, lane, state)
    values ('push-change', ${payload}::text::jsonb, ${`ticket:${row?.id}`}, false, 0, 'dead') returning id::int`
  const reason = `waits for job ${job?.id}, which is dead`
  const found = await compare(rita, { deal_id, mend: true })
  expect(found).toMatchObject({ differing: 0, mended: 0 })
  expect(found.exempt).toContainEqual(
    expect.objectContaining({ field: 'title', ours: 'Só aqui', theirs: PORTAL_TICKET.title, reason }),
  )
  expect(found.findings).toMatchObject([{ field: 'title', mended_at: null, why_not: reason }])
  expect(await world.sql`select title from deals where deal_id = ${deal_id}`).toEqual([{ title: 'Só aqui' }])
})

test('no finding holds the document of a person', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  const { body } = await rita.post('/ticket', PORTAL_TICKET)
  await world.settle()
  const { deal_id } = body as { deal_id: number }
  await world.sql`update deals set cpf = 'x', title = 'Outro' where deal_id = ${deal_id}`
  const { findings, exempt } = await compare(rita, { deal_id })
  expect([...findings, ...exempt].filter(({ field }) => field === 'cpf')).toEqual([])
  expect(findings).toMatchObject([{ field: 'title' }])
})

test('with a CRM that is away nothing is said to differ, and nothing is mended', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  const { deal_id } = await givenTicket(world)
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
  const { crm } = world.gateway.ports
  await untilAway(crm)
  expect(await rita.post(PATH, { deal_id, mend: true })).toMatchObject({
    status: 503,
    body: { code: 'crm-away' },
  })
  expect(await open(rita)).toEqual([])
})

test('what is asked is checked, and nobody but admins asks', async () => {
  await using world = await createWorld()
  const rita = await world.signIn('9001')
  for (const body of [
    { deal_id: 0 },
    { deal_id: 2 ** 31 },
    { sample: 51 },
    { sample: 0 },
    { after: -1 },
    { mend: 'yes' },
    { x: 1 },
  ])
    expect((await rita.post(PATH, body)).status, JSON.stringify(body)).toBe(422)
  for (const query of ['state=asleep', 'deal_id=x', 'deal_id=-1', 'cursor=x', 'limit=201'])
    expect((await rita.get(`${PATH}?${query}`)).status, query).toBe(422)
  const joao = await world.signIn('2001')
  expect((await joao.get(PATH)).status).toBe(403)
  expect((await joao.post(PATH, {})).status).toBe(403)
  expect(await compare(rita, {})).toMatchObject({ compared: 0, findings: [] })
})
