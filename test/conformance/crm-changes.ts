import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import type { DealSection } from '#src/providers/crm-changes.ts'
import type { CrmProvider } from '#src/providers/crm-provider.ts'
import { type CrmUnderTest, ticket } from './crm-provider.ts'

const BACKGROUND = { priority: 'background' } as const

async function allOf<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}
const email = (crm: CrmUnderTest, number: number) => ({
  originKey: `letter-${number}`,
  subject: `Carta ${number}`,
  html: '<p>Olá</p>',
  to: 'maria@example.com',
  from: null,
  contactId: null,
  responsibleId: crm.agentId,
  sentBy: 'us' as const,
})

/** How a mirror hears of what it was not told. */
export function crmChangesSuite(name: string, open: () => Promise<CrmUnderTest>): void {
  test(`${name}: S-16: a comment, a mail and a move are each found by what tells of them, since a moment of the CRM's clock`, async () => {
    await using crm = await open()
    const dealId = await crm.provider.openDeal(ticket(crm), BACKGROUND)
    // The clock of the CRM is a minute later behind it.
    await crm.changesMany(1)
    const since = await crm.provider.now(BACKGROUND)
    const { provider } = crm
    const ofThis = <Row extends { dealId: DealId }>(rows: readonly Row[]) =>
      rows.filter((row) => row.dealId === dealId)
    await provider.addComment(dealId, { text: 'chegou', notThese: [] }, BACKGROUND)
    const activityId = await provider.addEmail(dealId, email(crm, 1), BACKGROUND)
    await provider.changeDeal(dealId, { stageId: crm.stages.inWork }, BACKGROUND)
    const active = ofThis(await allOf(provider.dealsActiveSince(since, [crm.pipelineId], BACKGROUND)))
    expect(active).toMatchObject([{ dealId, lastActivityAt: expect.any(Date) }])
    expect(await allOf(provider.activitiesChangedSince(since, BACKGROUND))).toMatchObject([
      { activityId, dealIds: [dealId], body: expect.stringContaining('Olá') },
    ])
    expect(ofThis(await allOf(provider.movesSince(since, BACKGROUND)))).toEqual([
      { dealId, pipelineId: crm.pipelineId, stageId: crm.stages.inWork },
    ])
    const changed = ofThis(await allOf(provider.dealsChangedSince(since, [crm.pipelineId], BACKGROUND)))
    expect(changed).toMatchObject([
      { dealId, stageId: crm.stages.inWork, lastActivityAt: active[0]?.lastActivityAt },
    ])
  })

  test(`${name}: S-16: more of one second than a page holds are found all the same, each once`, async () => {
    await using crm = await open()
    const since = await crm.changesMany(120)
    const deals = await allOf(crm.provider.dealsChangedSince(since, [crm.pipelineId], BACKGROUND))
    const numbers = Array.from({ length: 70 }, (_, number) => number)
    const dealId = deals[0]?.dealId as DealId
    for (const number of numbers) await crm.provider.addEmail(dealId, email(crm, number), BACKGROUND)
    const found = await allOf(crm.provider.activitiesChangedSince(since, BACKGROUND))
    expect(found.map(({ subject }) => subject)).toEqual(numbers.map((number) => `Carta ${number}`))
    const active = await allOf(crm.provider.dealsActiveSince(since, [crm.pipelineId], BACKGROUND))
    expect(new Set(active.map((one) => one.dealId)).size).toBe(120)
    expect(active).toHaveLength(120)
    const moves = await allOf(crm.provider.movesSince(since, BACKGROUND))
    expect(moves.map((one) => one.dealId)).toEqual(deals.map((one) => one.dealId))
  })

  test(`${name}: S-17: everything there is, by number, in sections or in one`, async () => {
    await using crm = await open()
    const since = await crm.changesMany(130)
    const { provider, pipelineId } = crm
    const whole = await sectionOf(provider, pipelineId, since)
    expect(whole.last - whole.after).toBe(130)
    const ids: number[] = []
    for (let after = whole.after; ; ) {
      const { deals, isLast } = await provider.dealPage({ ...whole, after }, BACKGROUND)
      ids.push(...deals.map(({ dealId }) => dealId))
      after = deals.at(-1)?.dealId ?? whole.last
      if (isLast) break
    }
    expect(ids).toHaveLength(130)
    const { dealIds, isLast } = await provider.dealIds({ ...whole, after: ids[99] as DealId }, BACKGROUND)
    expect([dealIds, isLast]).toEqual([ids.slice(100), true])
    expect(await provider.dealRange(999_999, null, BACKGROUND)).toBeNull()
  })
}

async function sectionOf(provider: CrmProvider, pipelineId: number, since: Date): Promise<DealSection> {
  const range = await provider.dealRange(pipelineId, since, BACKGROUND)
  if (!range) throw new Error('the pipeline is empty')
  return { pipelineId, since, after: (range.first - 1) as DealId, last: range.last as DealId }
}
