import { expect, test, vi } from 'vitest'
import { CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import { crmPerson } from '#test/crm-person.ts'
import { refresh } from '#test/refresh.ts'
import { createWorld, type World } from '#test/world.ts'

/** What the CRM answers otherwise than the sandbox can. */
function answers(world: World, change: Partial<CrmProvider>): void {
  const { crm } = world.gateway.ports
  for (const [name, verb] of Object.entries(change))
    vi.spyOn(crm, name as 'readDeal').mockImplementation(verb as never)
}
const dealOf = async (world: World, dealId: number) =>
  (await world.sql`select * from deals where deal_id = ${dealId}`)[0]
const saidOn = (world: World) => world.sql`select * from activities order by id`

test('S-17: a reading that is given up parks its event with the reason, and once it is redriven that is done', async () => {
  await using world = await createWorld({ CRM_EVENT_TOKEN: 'token-of-the-webhook' })
  const { crm } = world.gateway.ports
  const dealId = await crmPerson(world).opens({ title: 'Teclado' })
  await world.settle()
  const events = () => world.sql`select state, reason, done_at from webhook_inbox order by id`
  const denied = vi.spyOn(crm, 'readDeal').mockImplementation(async () => {
    throw new CrmError('rejected', 'access-denied', 'Access denied')
  })
  await fetch(`${world.url}/webhook-bitrix24`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': String(dealId), ts: '1' },
      'auth[application_token]': 'token-of-the-webhook',
    }),
  })
  await expect.poll(events, { timeout: 60_000 }).toMatchObject([{ state: 'parked', done_at: null }])
  const deadOnes = () => world.sql`select id::int, last_error from jobs where state = 'dead'`
  await expect.poll(deadOnes, { timeout: 60_000 }).toHaveLength(1)
  const [dead] = await deadOnes()
  expect(dead?.last_error).toContain('Access denied')
  expect(await events()).toMatchObject([{ reason: dead?.last_error }])

  denied.mockRestore()
  const rita = await world.signIn('9001')
  expect((await rita.post(`/api/v1/admin/jobs/${dead?.id}/redrive`)).status).toBe(200)
  await world.settle({ hurry: true })
  expect(await dealOf(world, dealId)).toMatchObject({ title: 'Teclado' })
  expect(await events()).toMatchObject([{ state: 'done', reason: null, done_at: expect.any(Date) }])
})

test('texts with NUL and halves of signs are mirrored without them', async () => {
  await using world = await createWorld()
  const { crm } = world.gateway.ports
  const dealId = await crmPerson(world).opens({ title: 'Teclado' })
  await crmPerson(world).comments(dealId, 'x')
  const [readDeal, readComments] = [crm.readDeal, crm.readComments]
  answers(world, {
    readDeal: async (...asked) => {
      const deal = await readDeal(...asked)
      return (
        deal && {
          ...deal,
          title: 'A\0B\ud800C',
          fields: { ...deal.fields, description: 'd\0\udfff' },
          snapshot: { 'k\0': '\ud800' },
        }
      )
    },
    readComments: async (...asked) =>
      (await readComments(...asked)).map((one) => ({ ...one, text: 'sim\0 \udc00não' })),
  })
  await refresh(world, dealId)
  expect(await dealOf(world, dealId)).toMatchObject({ title: 'AB\ufffdC', description: 'd\ufffd' })
  expect(await saidOn(world)).toMatchObject([{ body_text: 'sim \ufffdnão' }])
  const told = await world.sql`select seq from domain_events`
  await refresh(world, dealId)
  expect(await world.sql`select seq from domain_events`).toEqual(told)
})

test('a comment of 1 MB, a stage that does not exist yet, people who left, values of unknown types', async () => {
  await using world = await createWorld()
  const crm = crmPerson(world)
  const dealId = await crm.opens({ title: 'Monitor', assignedById: 45, UF_CRM_1701707001: 999_999 })
  await crm.comments(dealId, 'ã'.repeat(1_000_000))
  const { readDeal } = world.gateway.ports.crm
  answers(world, {
    readDeal: async (...asked) => {
      const deal = await readDeal(...asked)
      const fields = { ...deal?.fields, deadline: 'amanhã', rating: '17', priority: 'Altíssimo' }
      return (
        deal && { ...deal, stageId: 'C19:UC_NEVER', outcome: 'lost', responsibleId: 4_711 as never, fields }
      )
    },
  })
  await refresh(world, dealId)
  expect(await dealOf(world, dealId)).toMatchObject({
    stage_id: 'C19:UC_NEVER',
    status: 'closed',
    close_reason: 'failed',
    responsible_crm_id: 4_711,
    responsible: null,
    priority: 'medium',
    date_deadline: expect.any(Date),
    rating: null,
  })
  const [comment] = await saidOn(world)
  expect(comment?.body_text).toHaveLength(1_000_000)
})

test('5,000 activities on one deal, and more than a statement has parameters, are all there and stop no other deal', {
  timeout: 120_000,
}, async () => {
  await using world = await createWorld()
  const crm = crmPerson(world)
  const [large, small] = [await crm.opens({ title: 'Muitos' }), await crm.opens({ title: 'Poucos' })]
  const at = new Date('2026-01-05T12:00:00Z')
  answers(world, {
    readActivities: async (dealId) =>
      Array.from({ length: dealId === large ? 15_000 : 1 }, (_, index) => ({
        ...{
          activityId: (dealId * 20_000 + index) as never,
          originKey: null,
          kind: 'email',
          direction: 'incoming',
        },
        ...{
          subject: `Nº ${index}`,
          body: `<p>texto <b>${index}</b></p>`,
          bodyFormat: 'html',
          contacts: ['a@b.example'],
        },
        ...{ sender: null, authorId: null, responsibleId: null, files: [], dealIds: [dealId] },
        ...{ createdAt: at, modifiedAt: at, snapshot: {} },
      })) as never,
  })
  await Promise.all([refresh(world, large), refresh(world, small)])
  await world.settle()
  const counts = await world.sql`
    select deal_id, count(*)::int as said from activities join deals on deals.id = ticket_id group by deal_id order by deal_id`
  expect(counts).toEqual([
    { deal_id: large, said: 15_000 },
    { deal_id: small, said: 1 },
  ])
})

test('I7: an answer that nobody understands is asked for again, then its job is dead with the reason, and others go on', async () => {
  await using world = await createWorld()
  const crm = crmPerson(world)
  const [broken, sound] = [await crm.opens({ title: 'Um' }), await crm.opens({ title: 'Dois' })]
  const { readDeal } = world.gateway.ports.crm
  const { CrmError } = await import('#src/providers/crm-provider.ts')
  answers(world, {
    readDeal: (dealId, calling) =>
      dealId === broken
        ? Promise.reject(new CrmError('unknown', 'unreadable-answer', 'createdTime no moment'))
        : readDeal(dealId, calling),
  })
  const { promiseRefresh } = await import('#src/jobs/deal-refresh.ts')
  await promiseRefresh(world.gateway.ports.db, broken as never)
  await promiseRefresh(world.gateway.ports.db, sound as never)
  await world.settle({ hurry: true })
  expect(await dealOf(world, sound)).toMatchObject({ title: 'Dois' })
  expect(await world.sql`select state, last_error from jobs where key = ${`deal:${broken}`}`).toEqual([
    { state: 'dead', last_error: expect.stringContaining('no moment') },
  ])
})
