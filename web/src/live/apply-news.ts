import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Changes } from '../../../src/realtime/events.ts'
import type { Message, Page, Ticket } from '../tickets/ticket-api.ts'
import type { News } from './line.ts'

/** Whatever lists were changed by is asked anew, but not for each event of many. */
const ASK_AGAIN_MS = 1_000

/** Puts what was told into what is shown, if it is newer; what cannot be put there is asked for. */
export function applyNews(queryClient: QueryClient, news: News): void {
  const { id } = news
  switch (news.event) {
    case 'deal_updated':
    case 'ticket_updated': {
      const { activity, removed_activity, ...changes } = news.changes
      if (activity) putMessage(queryClient, id)
      if (removed_activity !== undefined) removeMessage(queryClient, id, removed_activity)
      if (news.version !== undefined) patchTicket(queryClient, id, changes, news.version)
      if (Object.keys(changes).some((name) => MOVING.has(name))) askAgain(queryClient)
      break
    }
    case 'new_comment':
    case 'new_activity':
      putMessage(queryClient, id)
      // How many there are, and whether they were read, is for each reader another thing.
      askAgain(queryClient, id)
      break
    case 'sync_state':
      if (news.crm_status !== undefined)
        patchTicket(queryClient, id, { crm_status: news.crm_status, deal_id: news.deal_id }, null)
      break
    default:
      askAgain(queryClient, id)
  }
}

/** What decides in which list, column and place a ticket is. */
const MOVING = new Set([
  'status',
  'stage_id',
  'priority',
  'assignee',
  'assigned_to',
  'category',
  'tags',
  'title',
  'date_deadline',
])

/** `version`: null where the news has none, which says nothing of the rest. */
export function patchTicket(
  queryClient: QueryClient,
  id: number,
  changes: Changes,
  version: number | null,
): void {
  const patch = <T extends Ticket>(ticket: T): T => patched(ticket, changes, version)
  queryClient.setQueryData<Ticket>(['ticket', id], (ticket) => ticket && patch(ticket))
  for (const key of ['tickets', 'board'])
    queryClient.setQueriesData<InfiniteData<Page<Ticket>>>({ queryKey: [key] }, (data) => {
      if (!data?.pages?.some(({ items }) => items?.some((item) => item.id === id))) return data
      const pages = data.pages.map((page) => ({
        ...page,
        items: page.items.map((item) => (item.id === id ? patch(item) : item)),
      }))
      return { ...data, pages }
    })
}

/** Only under names that it has, so that what the existing portal is told besides does not get in. */
export function patched<T extends Ticket>(ticket: T, changes: Changes, version: number | null): T {
  if (version !== null && version <= ticket.version) return ticket
  const known = Object.entries(changes).filter(([name]) => name in ticket)
  return { ...ticket, ...Object.fromEntries(known), version: version ?? ticket.version }
}

type Timeline = InfiniteData<Page<Message>>

/** Asked for: what is told of it may be only its beginning, and files and formatting come with the whole. */
const putMessage = (queryClient: QueryClient, ticketId: number) =>
  void queryClient.invalidateQueries({ queryKey: ['timeline', ticketId] })

function removeMessage(queryClient: QueryClient, ticketId: number, messageId: number): void {
  queryClient.setQueryData<Timeline>(['timeline', ticketId], (data) => {
    if (!data) return data
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.filter(({ id }) => id !== messageId),
    }))
    return { ...data, pages }
  })
}

let isAsking = false
const asked = new Set<number>()

function askAgain(queryClient: QueryClient, ticketId?: number): void {
  if (ticketId !== undefined) asked.add(ticketId)
  if (isAsking) return
  isAsking = true
  setTimeout(() => {
    isAsking = false
    const ids = [...asked]
    asked.clear()
    for (const id of ids) void queryClient.invalidateQueries({ queryKey: ['ticket', id] })
    for (const key of ['tickets', 'board', 'dashboard'])
      void queryClient.invalidateQueries({ queryKey: [key] })
  }, ASK_AGAIN_MS)
}
