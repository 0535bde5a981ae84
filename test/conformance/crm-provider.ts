import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ContactId, CrmFileId, CrmUserId, DealId } from '#src/ids.ts'

import { type Calling, CrmError, type CrmProvider, type OutgoingTicket } from '#src/providers/crm-provider.ts'

/** A CRM to be tried, with the tricks that its side can be made to play. */
export type CrmUnderTest = AsyncDisposable & {
  provider: CrmProvider
  pipelineId: number
  stages: { first: string; inWork: string; won: string }
  agentId: CrmUserId
  otherAgentId: CrmUserId
  /** From now on so many of a hundred answers to writes are lost after the work was done. */
  losesAnswers(percent: number): Promise<void>
  /** The next write is cut off before it is done. */
  cutsNextWrite(): Promise<void>
  /** So many changes of deals were asked for so far. */
  writes(): Promise<number>
  /** Those that were uploaded by us. */
  storedFiles(): Promise<{ name: string; sizeBytes: number }[]>
  /** Those that the CRM has sent, the newest first. */
  sentMails(): Promise<{ from: string; to: string[]; subject: string }[]>
  /** Within a second or two; since when. */
  changesMany(count: number): Promise<Date>
  deals(originKeys: readonly string[]): Promise<Map<string, number>>
  deletes(dealId: DealId): Promise<void>
  /** People "Novata <number>", each in a department "Filial <number>". */
  hiresMany(count: number): Promise<void>
  dismisses(person: CrmUserId): Promise<void>
}

export const PEOPLE = { priority: 'people' } as const
export const AGAIN = { ...PEOPLE, mayExist: true } as const

/** Until it is worth calling again. */
const moment = (at: Date | undefined) => delay(Math.max(1, (at?.getTime() ?? 0) - Date.now()))

/** As promised work does it: again and again, and looking first from the second time on. */
export async function opens(
  { provider }: Pick<CrmUnderTest, 'provider'>,
  ticket: OutgoingTicket,
  calling: Calling,
): Promise<DealId> {
  const dealId = await provider.openDeal(ticket, calling).catch((error: CrmError) => error)
  if (!(dealId instanceof CrmError)) return dealId
  expect(dealId.outcome).not.toBe('rejected')
  await moment(dealId.retryAt)
  return opens({ provider }, ticket, AGAIN)
}

export const ticket = (crm: CrmUnderTest, more: Partial<OutgoingTicket> = {}): OutgoingTicket => ({
  originKey: randomUUID(),
  title: 'Impressora não imprime',
  pipelineId: crm.pipelineId,
  responsibleId: crm.agentId,
  contactId: null,
  fields: { priority: 'Alto', description: 'Papel atolado', deadline: '2026-12-01T15:00:00.000Z' },
  ...more,
})

/** What every CRM must keep: a further one is right when it passes this. */
export function crmProviderSuite(name: string, open: () => Promise<CrmUnderTest>): void {
  test(`${name}: a ticket becomes a deal that says what the ticket said`, async () => {
    await using crm = await open()
    const sent = ticket(crm)
    const dealId = await crm.provider.openDeal(sent, PEOPLE)
    expect(await crm.provider.readDeal(dealId, PEOPLE)).toMatchObject({
      dealId,
      originKey: sent.originKey,
      title: sent.title,
      pipelineId: crm.pipelineId,
      stageId: crm.stages.first,
      outcome: 'open',
      responsibleId: crm.agentId,
      fields: sent.fields,
      modifiedAt: expect.any(Date),
    })
  })

  test(`${name}: choices are told by their labels, with or without accents, and unknown ones cost no ticket`, async () => {
    await using crm = await open()
    const plain = await crm.provider.openDeal(ticket(crm, { fields: { priority: 'critico' } }), PEOPLE)
    expect((await crm.provider.readDeal(plain, PEOPLE))?.fields.priority).toBe('Crítico')
    const unknown = await crm.provider.openDeal(ticket(crm, { fields: { priority: 'Urgentíssimo' } }), PEOPLE)
    expect((await crm.provider.readDeal(unknown, PEOPLE))?.fields.priority).toBeNull()
  })

  test(`${name}: I1: the same ticket opened again is the same deal`, async () => {
    await using crm = await open()
    const sent = ticket(crm)
    const dealId = await crm.provider.openDeal(sent, PEOPLE)
    expect(await crm.provider.openDeal(sent, AGAIN)).toBe(dealId)
    expect(await crm.provider.findDeal(sent.originKey, PEOPLE)).toBe(dealId)
    expect(await crm.provider.findDeal(randomUUID(), PEOPLE)).toBeNull()
  })

  test(`${name}: I1: of two thousand tickets none is lost and none doubled, though every tenth answer is lost`, async () => {
    await using crm = await open()
    const sent = Array.from({ length: 2_000 }, () => ticket(crm))
    // A field list read before, so that only writes are struck.
    await crm.provider.checkFields(PEOPLE)
    await crm.losesAnswers(10)
    const opened: DealId[] = []
    // As many at once as a real CRM ever meets.
    for (let at = 0; at < sent.length; at += 50)
      opened.push(...(await Promise.all(sent.slice(at, at + 50).map((one) => opens(crm, one, PEOPLE)))))
    await crm.losesAnswers(0)
    expect(new Set(opened).size).toBe(2_000)
    const deals = await crm.deals(sent.map(({ originKey }) => originKey))
    expect([...deals.values()].filter((count) => count !== 1)).toEqual([])
    expect(deals.size).toBe(2_000)
  })

  test(`${name}: a write that was cut off is unknown until a look can tell`, async () => {
    await using crm = await open()
    const sent = ticket(crm)
    await crm.provider.checkFields(PEOPLE)
    await crm.cutsNextWrite()
    const error = await crm.provider.openDeal(sent, PEOPLE).catch((failure: CrmError) => failure)
    expect(error).toMatchObject({ outcome: 'unknown', retryAt: expect.any(Date) })
    expect((error as CrmError).retryAt?.getTime()).toBeGreaterThan(Date.now() + 50_000)
    await crm.provider.openDeal(sent, AGAIN)
    expect([...(await crm.deals([sent.originKey])).values()]).toEqual([1])
  })

  test(`${name}: a deal that is deleted is not there, and that is no error`, async () => {
    await using crm = await open()
    const dealId = await crm.provider.openDeal(ticket(crm), PEOPLE)
    await crm.deletes(dealId)
    expect(await crm.provider.readDeal(dealId, PEOPLE)).toBeNull()
  })

  test(`${name}: what changed since a moment is found, each once, however many changed in one second`, async () => {
    await using crm = await open()
    const since = await crm.changesMany(130)
    const found: DealId[] = []
    for await (const deals of crm.provider.dealsChangedSince(since, [crm.pipelineId], PEOPLE))
      found.push(...deals.map(({ dealId }) => dealId))
    expect(found).toHaveLength(130)
    expect(new Set(found).size).toBe(130)
  })

  test(`${name}: of many deals those that were deleted are missing, and only those`, async () => {
    await using crm = await open()
    const since = await crm.changesMany(60)
    const ids: DealId[] = []
    for await (const deals of crm.provider.dealsChangedSince(since, [crm.pipelineId], PEOPLE))
      ids.push(...deals.map(({ dealId }) => dealId))
    const [gone] = ids
    if (gone === undefined) throw new Error('nothing changed')
    await crm.deletes(gone)
    expect(await crm.provider.dealsThere(ids, PEOPLE)).toEqual(new Set(ids.slice(1)))
  })

  test(`${name}: comments are read in order, all of them, and one whose answer got lost is found`, async () => {
    await using crm = await open()
    const dealId = await crm.provider.openDeal(ticket(crm), PEOPLE)
    const known: Awaited<ReturnType<CrmProvider['addComment']>>[] = []
    for (let index = 0; index < 60; index++)
      known.push(
        await crm.provider.addComment(dealId, { text: `comentário ${index}`, notThese: known }, PEOPLE),
      )
    const comments = await crm.provider.readComments(dealId, PEOPLE)
    expect(comments.map(({ commentId }) => commentId)).toEqual(known)
    expect(comments[59]).toMatchObject({ text: 'comentário 59', createdAt: expect.any(Date) })
    await crm.losesAnswers(100)
    const found = crm.provider.addComment(dealId, { text: 'comentário 59', notThese: known }, PEOPLE)
    await expect(found).rejects.toMatchObject({ outcome: 'unknown' })
    await crm.losesAnswers(0)
    const again = await crm.provider.addComment(dealId, { text: 'comentário 59', notThese: known }, AGAIN)
    expect(known).not.toContain(again)
    expect(await crm.provider.readComments(dealId, PEOPLE)).toHaveLength(61)
  })

  test(`${name}: files of a comment are there with their names and bytes, and missing ones are no error`, async () => {
    await using crm = await open()
    const dealId = await crm.provider.openDeal(ticket(crm), PEOPLE)
    const files = [
      { name: 'relatório.txt', bytes: Buffer.from('um relatório') },
      { name: 'foto.png', bytes: Buffer.from([0, 255, 10, 13]) },
    ]
    await crm.provider.addComment(dealId, { text: 'segue', notThese: [], files }, PEOPLE)
    const [comment] = await crm.provider.readComments(dealId, PEOPLE)
    expect(comment?.files).toMatchObject(files.map(({ name, bytes }) => ({ name, sizeBytes: bytes.length })))
    for (const [index, { fileId }] of (comment?.files ?? []).entries()) {
      const opened = await crm.provider.openFile(fileId, { mostBytes: 1_000 }, PEOPLE)
      const bytes = Buffer.from(await new Response(opened?.stream).arrayBuffer())
      expect(bytes.equals(files[index]?.bytes ?? Buffer.alloc(0))).toBe(true)
    }
    expect(await crm.provider.openFile(999_999 as CrmFileId, { mostBytes: 1 }, PEOPLE)).toBeNull()
  })

  test(`${name}: a person is one contact, however often they ask`, async () => {
    await using crm = await open()
    const person = {
      name: 'Clara Dias',
      email: `clara.${Date.now()}@example.com`,
      phone: '+55 11 90000-0001',
    }
    const contactId: ContactId = await crm.provider.findOrCreateContact(person, PEOPLE)
    expect(await crm.provider.findOrCreateContact(person, PEOPLE)).toBe(contactId)
    const dealId = await crm.provider.openDeal(ticket(crm, { contactId }), PEOPLE)
    expect((await crm.provider.readDeal(dealId, PEOPLE))?.contactIds).toEqual([contactId])
  })

  test(`${name}: people, their departments, pipelines and stages are known by name`, async () => {
    await using crm = await open()
    const { provider } = crm
    const agent = (await provider.people(PEOPLE)).find(({ id }) => id === crm.agentId)
    expect(agent).toMatchObject({ name: expect.stringMatching(/\w/), isActive: true })
    const departments = await provider.departments(PEOPLE)
    const [own] = departments.filter(({ departmentId }) => agent?.departmentIds.includes(departmentId))
    expect(own).toMatchObject({ name: expect.stringMatching(/\w/), position: expect.any(Number) })
    const known = new Set(departments.map(({ departmentId }) => departmentId))
    for (const { parentId } of departments) expect(parentId === null || known.has(parentId)).toBe(true)
    expect(departments.filter(({ parentId }) => parentId === null)).toHaveLength(1)
    const pipelines = await provider.pipelines(PEOPLE)
    expect(pipelines.find(({ pipelineId }) => pipelineId === crm.pipelineId)?.name).toMatch(/\w/)
    expect(pipelines).toEqual(pipelines.toSorted((a, b) => a.position - b.position))
    const stages = await provider.stages(crm.pipelineId, PEOPLE)
    expect(stages[0]?.stageId).toBe(crm.stages.first)
    expect(stages.find(({ stageId }) => stageId === crm.stages.won)?.outcome).toBe('won')
  })

  test(`${name}: lists of more than a page are read to their end, each row once`, async () => {
    await using crm = await open()
    await crm.hiresMany(130)
    const people = await crm.provider.people(PEOPLE)
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
    expect(people.filter(({ name: called }) => called.startsWith('Novata'))).toHaveLength(130)
    const departments = await crm.provider.departments(PEOPLE)
    expect(new Set(departments.map(({ departmentId }) => departmentId)).size).toBe(departments.length)
    expect(departments.filter(({ name: called }) => called.startsWith('Filial'))).toHaveLength(130)
  })

  test(`${name}: who has left the company is listed still, as one who left`, async () => {
    await using crm = await open()
    await crm.dismisses(crm.agentId)
    const people = await crm.provider.people(PEOPLE)
    expect(people.find(({ id }) => id === crm.agentId)).toMatchObject({ isActive: false })
  })
}
