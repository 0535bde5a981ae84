import { expect, test } from 'vitest'
import { compareMirror, nothingBack, nothingNewer, sameAsCrm } from './mirror-equals-crm.ts'

const finding = (more: object) => ({
  deal_id: 7405,
  object: 'deal',
  field: 'title',
  ours: 'a',
  theirs: 'b',
  why_not: null,
  ...more,
})

test('I2: what differs and what is not mirrored is named; what waits for a job has a right to differ', async () => {
  const pages = [
    {
      compared: 50,
      findings: [finding({})],
      exempt: [{ deal_id: 1, reason: 'waits for job 17' }],
      next_after: 7405,
    },
    {
      compared: 1,
      findings: [finding({ why_not: 'waits for job 18, which is dead' })],
      exempt: [
        { deal_id: 2, reason: 'waits for job 18, which is dead' },
        { deal_id: 2, reason: 'kept here: the CRM shows none' },
      ],
      next_after: null,
    },
  ]
  const asked: unknown[] = []
  const mirror = await compareMirror({
    post: async (_path, body) => {
      asked.push(body)
      return pages[asked.length - 1]
    },
  })
  expect(asked).toEqual([{ after: 0 }, { after: 7405 }])
  expect(mirror).toMatchObject({ compared: 51, waiting: 2 })
  const there = [
    { dealId: 7405, title: 'b' },
    { dealId: 7406, title: 'c' },
  ]
  expect(sameAsCrm(mirror, there, new Set([7405]))).toEqual([
    'deal 7406 "c" is not mirrored',
    'deal 7405, deal: title is "a" here and "b" in the CRM',
  ])
})

test('I3 and I4: what says that it is newer than the CRM, and what the CRM has no more', () => {
  const newer = finding({ why_not: 'the CRM tells an older state than the one that is mirrored' })
  const gone = finding({ object: 'comment 17', field: 'deleted', ours: null, theirs: 'deleted' })
  const mirror = { findings: [newer, gone] }
  expect(sameAsCrm(mirror, [], new Set())).toEqual([])
  expect(nothingNewer(mirror)).toEqual(['deal 7405, deal: title is "a" here and "b" in the CRM'])
  expect(nothingBack(mirror)).toEqual([
    'deal 7405, comment 17: deleted is nothing here and "deleted" in the CRM',
  ])
})
