import { expect, test } from 'vitest'
import { type Merged, mailsWithoutOutcome, mergesThatLeadNowhere } from './desk.ts'

const take = (mailId: number) => ({ name: 'take-mail', key: null, payload: { mailId } })

test('I7: a mail that nobody has looked at needs a job that will', () => {
  const mails = [
    { id: 1, verdict: 'message' },
    { id: 2, verdict: null },
  ]
  expect(mailsWithoutOutcome(mails, [take(2)])).toEqual([])
  expect(mailsWithoutOutcome(mails, [take(1), { ...take(2), name: 'answer-mail' }])).toEqual([
    'mail 2 came in, and no job will say what it is',
  ])
})

test('what was merged is closed, and leads to one that was not', () => {
  const ticket = (id: number, mergedIntoId: number | null = null, status = 'closed'): Merged => ({
    ...{ id, mergedIntoId, status, what: `T${id}` },
  })
  expect(mergesThatLeadNowhere([ticket(1, 2), ticket(2, 3), ticket(3, null, 'open')])).toEqual([])
  expect(mergesThatLeadNowhere([ticket(1, 2, 'open'), ticket(2)])).toEqual(['T1 was merged, and is open'])
  expect(mergesThatLeadNowhere([ticket(1, 9)])).toEqual(['T1 was merged into what is not there'])
  expect(mergesThatLeadNowhere([ticket(1, 2), ticket(2, 1)])).toEqual([
    'T1 was merged in a circle',
    'T2 was merged in a circle',
  ])
})
