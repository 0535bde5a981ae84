import { describe, expect, test } from 'vitest'
import type { CrmUserId, DealId, JobId, TicketId } from '#src/ids.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import { bornDeal } from './born-deal.ts'
import { compareDeal, KEPT_HERE } from './compare-deal.ts'
import { keptDeal } from './kept-deal.ts'

const AT = new Date('2026-01-15T12:00:00Z')
const DEAL: CrmDeal = {
  dealId: 7405 as DealId,
  originKey: null,
  title: 'A impressora não liga',
  pipelineId: 19,
  stageId: 'C19:NEW',
  outcome: 'open',
  responsibleId: 5 as CrmUserId,
  contactIds: [],
  isTemplate: false,
  createdAt: AT,
  modifiedAt: AT,
  movedAt: null,
  closedAt: null,
  beginDate: null,
  lastActivityAt: null,
  lastCommunicationAt: null,
  createdById: null,
  modifiedById: null,
  movedById: null,
  lastActivityById: null,
  fields: { priority: 'Alto', description: 'Nem a luz acende', category: 'Equipamentos', deadline: null },
  snapshot: null,
}
const ROW: TicketRow = {
  id: 1 as TicketId,
  ...bornDeal(DEAL, { isQuiet: true }),
  stageId: 'C19:NEW',
  priority: 'high',
  description: 'Nem a luz acende',
  serviceCategory: 'Equipamentos',
  responsibleCrmId: 5 as CrmUserId,
  crmSnapshot: keptDeal(DEAL),
}
const NONE = new Map()
const compare = (row: Partial<TicketRow> | null, deal: Partial<CrmDeal> | null, more: object = {}) =>
  compareDeal({
    row: row && { ...ROW, ...row },
    deal: deal && { ...DEAL, ...deal },
    isHere: true,
    isClosedThere: false,
    onItsWay: NONE,
    ...more,
  }).map(({ field, ours, theirs, exempt }) => [field, ours, theirs, exempt])

describe('what differs is named with both values', () => {
  test('equal is equal, also where the portal writes the same in another way', () => {
    expect(compare({}, {})).toEqual([])
    expect(compare({ title: 'a\nb' }, { title: ' a\r\nb ' })).toEqual([])
    expect(compare({ serviceCategory: 'equipamentos' }, {})).toEqual([])
    const deadline = new Date('2026-01-16T12:00:00.400Z')
    expect(
      compare({ dateDeadline: deadline }, { fields: { ...DEAL.fields, deadline: '2026-01-16T12:00:00Z' } }),
    ).toEqual([])
  })

  test.each([
    [{ title: 'Outro' }, ['title', 'Outro', 'A impressora não liga', null]],
    [{ stageId: 'C19:WON' }, ['stage', 'C19:WON', 'C19:NEW', null]],
    [{ pipelineId: 7 }, ['pipeline', '7', '19', null]],
    [{ status: 'closed' as const }, ['status', 'closed', 'not closed', null]],
    [{ priority: 'low' as const }, ['priority', 'low', 'Alto', null]],
    [{ description: '' }, ['description', null, 'Nem a luz acende', null]],
    [{ responsibleCrmId: 6 as CrmUserId }, ['responsible', '6', '5', null]],
    [{ crmDeletedAt: AT }, ['deleted', AT.toISOString(), null, null]],
    [{ crmLeftAt: AT }, ['left', AT.toISOString(), null, null]],
  ])('%o', (row, difference) => {
    expect(compare(row, {})).toEqual([difference])
  })

  test('a deal that one side has and the other has not', () => {
    expect(compare(null, {})).toEqual([['row', null, 'A impressora não liga', null]])
    expect(compare({}, null)).toEqual([['deleted', null, 'deleted', null]])
    expect(compare({ crmDeletedAt: AT }, null)).toEqual([])
    expect(compare({}, { pipelineId: 7 }, { isHere: false })).toEqual([['pipeline', '19', '7', null]])
    expect(compare({ crmLeftAt: AT }, { pipelineId: 7 }, { isHere: false })).toEqual([])
    expect(compare(null, { pipelineId: 7 }, { isHere: false })).toEqual([])
  })

  test('a value that went away in the CRM after it was read there differs', () => {
    expect(compare({}, { fields: { ...DEAL.fields, category: null } })).toEqual([
      ['category', 'Equipamentos', null, null],
    ])
  })

  test('long texts are cut, and what no text may hold is left out', () => {
    const [difference] = compare({ title: `a${'\0'}${'b'.repeat(1_000)}` }, { title: 'c' })
    expect(difference?.[1]).toHaveLength(301)
    expect(difference?.[1]).not.toContain('\0')
  })
})

describe('what may differ is named with its reason, and never passed over', () => {
  test('what is on its way waits for its job', () => {
    const onItsWay = new Map([['title', { jobId: 17 as JobId, isDead: false }]])
    expect(compare({ title: 'Outro' }, {}, { onItsWay })).toEqual([
      ['title', 'Outro', 'A impressora não liga', 'waits for job 17'],
    ])
    expect(compare({ stageId: 'C19:WON' }, {}, { onItsWay })).toEqual([['stage', 'C19:WON', 'C19:NEW', null]])
  })

  test('a dead job is for a person', () => {
    const onItsWay = new Map([['title', { jobId: 17 as JobId, isDead: true }]])
    const [difference] = compareDeal({
      ...{ row: { ...ROW, title: 'Outro' }, deal: DEAL },
      ...{ isHere: true, isClosedThere: false, onItsWay },
    } as Parameters<typeof compareDeal>[0])
    expect(difference).toMatchObject({ exempt: 'waits for job 17, which is dead', isStuck: true })
  })

  test('what the portal cannot hold is kept here', () => {
    expect(compare({ requesterPhone: '+55' }, { fields: { ...DEAL.fields, requesterPhone: null } })).toEqual([
      ['requesterPhone', '+55', null, KEPT_HERE],
    ])
    expect(compare({ filial: 'Recife' }, {})).toEqual([
      ['filial', 'Recife', null, 'kept here: the CRM has no such field'],
    ])
    expect(compare({ responsibleCrmId: null }, {})).toMatchObject([
      ['responsible', null, '5', expect.any(String)],
    ])
    expect(compare({ responsibleCrmId: null }, { responsibleId: 9 as CrmUserId })).toEqual([
      ['responsible', null, '9', null],
    ])
    expect(compare({}, { fields: { ...DEAL.fields, priority: 'Nuclear' } })).toMatchObject([
      ['priority', 'high', 'Nuclear', expect.any(String)],
    ])
  })
})

test('the document of a person is not compared', () => {
  expect(compare({ cpf: 'x' }, { fields: { ...DEAL.fields, cpf: '529.982.247-25' } })).toEqual([])
})
