import type { TicketSearch } from '../tickets/ticket-api.ts'
import { asQuery, readFilters, type TicketFilters } from '../tickets/ticket-search.ts'

export const SORTS = ['created', 'updated', 'deadline', 'priority'] as const
export type Sort = (typeof SORTS)[number]
export type Direction = 'asc' | 'desc'
export type ListSearch = TicketFilters & { sort?: Sort; order?: Direction }

const PAGE_ROWS = 60

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const sort = SORTS.find((one) => one === search.sort)
  const order = (['asc', 'desc'] as const).find((one) => one === search.order)
  return { ...readFilters(search), ...(sort && { sort }), ...(sort && order && { order }) }
}

export const listQueryOf = ({ sort, order, ...filters }: ListSearch): TicketSearch => ({
  ...asQuery(filters),
  ...(sort && { sort }),
  ...(order && { order }),
  limit: PAGE_ROWS,
})

/** As the gateway does where nobody says it: what is due next first, of all else the newest or most urgent. */
export const usualOrder = (sort: Sort): Direction => (sort === 'deadline' ? 'asc' : 'desc')

/** What is sorted by, if not by how well it fits a search. */
export function orderOf({ sort, order, q }: ListSearch): { sort: Sort | null; order: Direction } {
  if (sort === undefined) return { sort: q === undefined ? 'created' : null, order: 'desc' }
  return { sort, order: order ?? usualOrder(sort) }
}

/** The head of a column was pressed: its usual order first, then the other way round. */
export function sortedBy(search: ListSearch, sort: Sort): ListSearch {
  const now = orderOf(search)
  if (now.sort !== sort) return { ...search, sort, order: usualOrder(sort) }
  return { ...search, sort, order: now.order === 'asc' ? 'desc' : 'asc' }
}
