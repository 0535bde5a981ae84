import type { InfiniteData } from '@tanstack/react-query'
import type { Page, Ticket } from '../tickets/ticket-api.ts'
import { valuesOf } from '../tickets/ticket-search.ts'
import type { BoardFilters } from './board-search.ts'

export type Cards = InfiniteData<Page<Ticket>>
export type Columns = ReadonlyMap<string, Cards>
type Compare = (one: Ticket, other: Ticket) => number

export type Put = {
  columns: Columns
  ticket: Ticket
  /** Whether it belongs on this board as it is filtered. */
  isWanted: boolean
  compareOf: (stageId: string) => Compare
}

/**
 * The columns that are different once the ticket stands where it belongs: taken out of every other, put into its own at its place.
 * None if what is shown of it is newer.
 */
export function putCard({ columns, ticket, isWanted, compareOf }: Put): Map<string, Cards> {
  const changed = new Map<string, Cards>()
  const shown = [...columns.values()].map((cards) => findIn(cards, ticket.id)).find(Boolean)
  if (shown && shown.version > ticket.version) return changed
  for (const [stageId, cards] of columns) {
    const belongs = isWanted && stageId === ticket.stage_id
    const before = findIn(cards, ticket.id)
    if (!before && !belongs) continue
    const without = before ? takeOut(cards, ticket.id) : cards
    const after = belongs ? putIn(without, ticket, compareOf(stageId)) : without
    if (after !== cards) changed.set(stageId, after)
  }
  return changed
}

export const cardsOf = (cards: Cards | undefined) => cards?.pages.flatMap(({ items }) => items) ?? []

export const findIn = (cards: Cards, id: number) =>
  cards.pages.flatMap(({ items }) => items).find((item) => item.id === id)

function takeOut(cards: Cards, id: number): Cards {
  const pages = cards.pages.map((page) =>
    page.items.some((item) => item.id === id)
      ? { ...page, items: page.items.filter((item) => item.id !== id) }
      : page,
  )
  return { ...cards, pages }
}

/** What comes behind all that was read comes with the next page. */
function putIn(cards: Cards, ticket: Ticket, compare: Compare): Cards {
  const at = cards.pages.findIndex(({ items }) => {
    const last = items.at(-1)
    return last !== undefined && compare(ticket, last) < 0
  })
  const hasMore = cards.pages.at(-1)?.next_cursor != null
  const index = at >= 0 ? at : hasMore ? -1 : cards.pages.length - 1
  if (index < 0) return cards
  const pages = cards.pages.map((page, n) => {
    if (n !== index) return page
    const place = page.items.findIndex((item) => compare(ticket, item) < 0)
    const items = [...page.items]
    items.splice(place < 0 ? items.length : place, 0, ticket)
    return { ...page, items }
  })
  return { ...cards, pages }
}

/** Null: that takes asking the gateway. */
export function isWantedBy(filters: BoardFilters, ticket: Ticket): boolean | null {
  const { q, sla, unread, snoozed = false, priority, category, department, assigned_to, tag } = filters
  if (ticket.crm_presence !== 'there') return false
  if (q === undefined && snoozed !== (ticket.snoozed_until !== null)) return false
  const priorities = valuesOf(priority)
  if (priorities.length > 0 && !priorities.includes(ticket.priority)) return false
  if (category !== undefined && ticket.category !== category) return false
  if (department !== undefined && ticket.department !== department) return false
  if (assigned_to === 0 && ticket.assignee !== null) return false
  if (assigned_to && ticket.assignee?.id !== assigned_to) return false
  if (tag !== undefined && !ticket.tags.includes(tag)) return false
  return q === undefined && sla === undefined && unread === undefined ? true : null
}
