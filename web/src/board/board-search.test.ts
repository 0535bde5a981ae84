import { expect, test } from 'vitest'
import { filtersOf, readBoardSearch } from './board-search.ts'

test('out of an address comes what the board knows, and nothing else', () => {
  const search = readBoardSearch({ priority: 'urgent,nonsense', lanes: 'assignee', status: 'open', x: 1 })
  expect(search).toEqual({ priority: 'urgent', lanes: 'assignee' })
  expect(filtersOf(search)).toEqual({ priority: 'urgent' })
  expect(readBoardSearch({ lanes: 'colour' })).toEqual({})
})
