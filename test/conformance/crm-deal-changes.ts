import { expect, test } from 'vitest'
import type { CrmError, DealChange } from '#src/providers/crm-provider.ts'
import { AGAIN, type CrmUnderTest, PEOPLE, ticket } from './crm-provider.ts'

/** What every CRM must keep when a deal is moved, closed or edited. */
export function dealChangeSuite(name: string, open: () => Promise<CrmUnderTest>): void {
  const changes = (crm: CrmUnderTest): Record<string, DealChange> => ({
    'a move': { stageId: crm.stages.inWork },
    'an edit': {
      title: 'Impressora imprime em branco',
      responsibleId: crm.otherAgentId,
      fields: { priority: 'critico', deadline: '2026-12-02T09:30:00.000Z', description: null },
    },
    'closing with a rating': {
      stageId: crm.stages.won,
      fields: { rating: '5', ratingComment: 'Rápido\ne bom' },
    },
  })
  const openDeal = (crm: CrmUnderTest) => crm.provider.openDeal(ticket(crm), PEOPLE)

  test(`${name}: a deal is moved, edited and closed, each in one write, whose answer is its state after it`, async () => {
    await using crm = await open()
    const dealId = await openDeal(crm)
    const { 'a move': move, 'an edit': edit, 'closing with a rating': closing } = changes(crm)
    const writes = await crm.writes()
    expect(await crm.provider.changeDeal(dealId, move ?? {}, PEOPLE)).toMatchObject({
      stageId: crm.stages.inWork,
      outcome: 'open',
      title: 'Impressora não imprime',
    })
    expect(await crm.provider.changeDeal(dealId, edit ?? {}, PEOPLE)).toMatchObject({
      title: 'Impressora imprime em branco',
      responsibleId: crm.otherAgentId,
      fields: { priority: 'Crítico', deadline: '2026-12-02T09:30:00.000Z', description: null },
      stageId: crm.stages.inWork,
    })
    expect(await crm.provider.changeDeal(dealId, closing ?? {}, PEOPLE)).toMatchObject({
      outcome: 'won',
      fields: { rating: '5', ratingComment: 'Rápido\ne bom', priority: 'Crítico' },
    })
    expect((await crm.writes()) - writes).toBe(3)
    const error = await crm.provider
      .changeDeal(dealId, { stageId: 'nowhere' }, PEOPLE)
      .catch((failure: CrmError) => failure)
    expect(error).toMatchObject({ outcome: 'rejected' })
  })

  test(`${name}: a change whose answer got lost is found done, and not made again`, async () => {
    await using crm = await open()
    const dealId = await openDeal(crm)
    for (const [what, change] of Object.entries(changes(crm))) {
      const writes = await crm.writes()
      await crm.losesAnswers(100)
      const changed = await crm.provider.changeDeal(dealId, change, PEOPLE)
      await crm.losesAnswers(0)
      expect(changed, what).toEqual(await crm.provider.readDeal(dealId, PEOPLE))
      expect(await crm.provider.changeDeal(dealId, change, AGAIN), what).toEqual(changed)
      expect((await crm.writes()) - writes, what).toBe(1)
    }
  })

  test(`${name}: a change that was cut off is unknown until a look can tell, and is made then`, async () => {
    await using crm = await open()
    const dealId = await openDeal(crm)
    for (const [what, change] of Object.entries(changes(crm))) {
      const before = await crm.provider.readDeal(dealId, PEOPLE)
      await crm.cutsNextWrite()
      const error = await crm.provider
        .changeDeal(dealId, change, PEOPLE)
        .catch((failure: CrmError) => failure)
      expect(error, what).toMatchObject({ outcome: 'unknown', retryAt: expect.any(Date) })
      expect(await crm.provider.readDeal(dealId, PEOPLE), what).toEqual(before)
      const changed = await crm.provider.changeDeal(dealId, change, AGAIN)
      expect(changed.snapshot, what).not.toEqual(before?.snapshot)
    }
  })

  test(`${name}: half of a change is no change: the whole of it is made again`, async () => {
    await using crm = await open()
    const dealId = await openDeal(crm)
    await crm.provider.changeDeal(dealId, { fields: { rating: '4' } }, PEOPLE)
    const closing = { stageId: crm.stages.won, fields: { rating: '4', ratingComment: 'Bom' } }
    expect(await crm.provider.changeDeal(dealId, closing, AGAIN)).toMatchObject({
      stageId: crm.stages.won,
      fields: { rating: '4', ratingComment: 'Bom' },
    })
  })

  test(`${name}: a change to a deal that is gone is rejected, whether it may have been made or not`, async () => {
    await using crm = await open()
    const dealId = await openDeal(crm)
    await crm.deletes(dealId)
    for (const calling of [PEOPLE, AGAIN])
      await expect(crm.provider.changeDeal(dealId, { title: 'x' }, calling)).rejects.toMatchObject({
        outcome: 'rejected',
        code: 'not-found',
      })
  })
}
