import type { TicketSearch } from '../tickets/ticket-api.ts'
import { asQuery, readFilters, type TicketFilters } from '../tickets/ticket-search.ts'

export const LANES = ['assignee', 'priority', 'department'] as const
export type LaneKind = (typeof LANES)[number]
export type BoardFilters = Omit<TicketFilters, 'status'>
/** As it stands in the address, and in saved views. */
export type BoardSearch = BoardFilters & { lanes?: LaneKind }

export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  // The columns are it.
  const { status: _, ...filters } = readFilters(search)
  const lanes = LANES.find((one) => one === search.lanes)
  return { ...filters, ...(lanes && { lanes }) }
}

export function filtersOf({ lanes: _, ...filters }: BoardSearch): BoardFilters {
  return filters
}

export const asBoardQuery = (filters: BoardFilters): TicketSearch => asQuery(filters)
