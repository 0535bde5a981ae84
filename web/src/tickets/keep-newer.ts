import { type InfiniteData, replaceEqualDeep } from '@tanstack/react-query'
import type { Page, Ticket } from './ticket-api.ts'

/**
 * For `structuralSharing`: an answer may have been on its way while something newer was told, and is not put over it. The query
 * hands in what it keeps as unknown.
 */
export function keepNewerTicket(shown: unknown, answer: unknown): unknown {
  return replaceEqualDeep(shown, newer(shown as Ticket | undefined, answer as Ticket))
}

export function keepNewerTickets(shown: unknown, answer: unknown): unknown {
  const before = (shown as InfiniteData<Page<Ticket>> | undefined)?.pages ?? []
  const known = new Map(before.flatMap(({ items }) => items).map((ticket) => [ticket.id, ticket] as const))
  const next = answer as InfiniteData<Page<Ticket>>
  const pages = next.pages.map((page) => ({
    ...page,
    items: page.items.map((ticket) => newer(known.get(ticket.id), ticket)),
  }))
  return replaceEqualDeep(shown, { ...next, pages })
}

const newer = (shown: Ticket | undefined, answer: Ticket) =>
  shown && shown.version > answer.version ? shown : answer
