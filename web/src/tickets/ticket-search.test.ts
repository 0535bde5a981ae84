import { expect, test } from 'vitest'
import { readFilters } from './ticket-search.ts'

test('an address that anybody may have typed says what is known, and nothing else', () => {
  expect(
    readFilters({ status: 'closed,open,lost', priority: 'none', assigned_to: 0, q: 7405, x: 1 }),
  ).toEqual({
    status: 'open,closed',
    assigned_to: 0,
    q: '7405',
  })
  expect(readFilters({ status: ['open'], assigned_to: -1, sla: 'late', unread: 'yes', q: '  ' })).toEqual({})
})
