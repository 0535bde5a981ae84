import { readFilters, type TicketFilters } from './ticket-search.ts'

/** By what tickets are told apart where they are counted and not listed. */
export type CountedFilters = Pick<
  TicketFilters,
  'priority' | 'category' | 'department' | 'assigned_to' | 'tag'
>
export const NOT_COUNTED = ['q', 'status', 'sla', 'unread'] as const

export function readCountedFilters(search: Record<string, unknown>): CountedFilters {
  const { q: _q, status: _status, sla: _sla, unread: _unread, ...filters } = readFilters(search)
  return filters
}

/** As the gateway takes them: of what people of the team do, statistics speak of an agent. */
export function countedQuery(filters: CountedFilters, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(more)
  for (const [name, value] of Object.entries(filters)) query.set(name, String(value))
  return query.toString()
}
