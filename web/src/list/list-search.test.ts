import { expect, test } from 'vitest'
import { orderOf, readListSearch, sortedBy } from './list-search.ts'

test('the head of a column sorts as it is usual there, and pressed again the other way round', () => {
  expect(orderOf({})).toEqual({ sort: 'created', order: 'desc' })
  expect(orderOf({ q: 'rede' })).toEqual({ sort: null, order: 'desc' })
  const due = sortedBy({ q: 'rede' }, 'deadline')
  expect(due).toEqual({ q: 'rede', sort: 'deadline', order: 'asc' })
  expect(sortedBy(due, 'deadline')).toMatchObject({ order: 'desc' })
  expect(sortedBy({}, 'created')).toMatchObject({ sort: 'created', order: 'asc' })
})

test('an order that nobody can sort by is none', () => {
  expect(readListSearch({ sort: 'title', order: 'asc', status: 'open' })).toEqual({ status: 'open' })
})
