import { expect, test } from 'vitest'
import { sameAsListed } from './facts-agree.ts'

const listed = [
  { status: 'open', priority: 'high' },
  { status: 'open', priority: 'low' },
  { status: 'closed', priority: 'low' },
]
const stats = { total: 3, by_status: { open: 2, closed: 1 }, by_priority: { high: 1, low: 2, urgent: 0 } }

test('G-05: statistics that count what is listed agree with it', () => {
  expect(sameAsListed(stats, listed)).toEqual([])
})

test('G-05: a ticket too many or too few, or counted as what it was, is said', () => {
  expect(sameAsListed({ ...stats, total: 4 }, listed)).toEqual(['total is 4 of 3 tickets'])
  expect(sameAsListed({ ...stats, by_status: { open: 1, closed: 2 } }, listed)).toEqual([
    'status open is 1 of 2 tickets',
    'status closed is 2 of 1 tickets',
  ])
})
