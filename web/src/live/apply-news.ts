import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { User } from '../api.ts'
import { isOfTheTeam, sessionKey } from '../session.ts'
import type { Message, Page, Ticket, TicketDetail } from '../tickets/ticket-api.ts'
import { askAgain } from './ask-again.ts'
import type { News } from './line.ts'
import { newerTicket } from './newer-ticket.ts'
import { firstAnswers, readAgain } from './read-again.ts'

/** Puts what was told into what is shown, if it is newer; what cannot be put there is asked for. */
export function applyNews(queryClient: QueryClient, news: News): void {
  const { id } = news
  switch (news.event) {
    case 'deal_updated':
    case 'ticket_updated': {
      const { activity, removed_activity, ...changes } = news.changes
      if (activity) askForMessages(queryClient, id)
      if (removed_activity !== undefined) removeMessage(queryClient, id, removed_activity)
      const names = Object.keys(changes)
      if (names.length === 0) break
      patchTicket(queryClient, id, changes, news.version ?? null)
      void queryClient.invalidateQueries({ queryKey: ['audit', id] })
      if (names.some((name) => !IN_PLACE.has(name))) askAgain(queryClient, { ticketId: id, lists: 'all' })
      break
    }
    case 'new_comment':
    case 'new_activity':
      askForMessages(queryClient, id)
      askAgain(queryClient, { ticketId: id, lists: 'by-time' })
      break
    case 'sync_state':
      if (news.crm_status !== undefined)
        patchTicket(queryClient, id, { crm_status: news.crm_status, deal_id: news.deal_id }, null)
      // What was asked of the CRM has its answer.
      void readAgain(queryClient, { queryKey: ['ticket', id] })
      break
    case 'ticket_read':
      // The marks themselves come as changes of the ticket, but for one's own of what one is in copy of.
      if (isInCopyAs(queryClient, news.user_id, id)) askAgain(queryClient, { ticketId: id, lists: 'by-time' })
      break
    case 'ticket_assigned':
    case 'priority_changed':
    case 'notification':
      // Told besides the change, for whoever waits for just this.
      break
    default:
      askAgain(queryClient, { ticketId: id, lists: 'all' })
  }
}

/** They move a ticket to no other place of any list, and have no part that we are not told. */
const IN_PLACE = new Set([
  ...['is_unread', 'is_unread_by_team', 'crm_status', 'crm_synced_at', 'deal_id', 'tags', 'title'],
  ...['description', 'resolution_notes', 'rating', 'rating_feedback', 'rated_at', 'closed', 'opened'],
])

function isInCopyAs(queryClient: QueryClient, readerId: number, ticketId: number): boolean {
  const user = queryClient.getQueryData<User | null>(sessionKey)
  const ticket = queryClient.getQueryData<TicketDetail>(['ticket', ticketId])
  return user?.id === readerId && !isOfTheTeam(user) && ticket?.requester.id !== readerId
}

type Lists = InfiniteData<Page<Ticket>>

/** `version`: null where the news has none. */
export function patchTicket(
  queryClient: QueryClient,
  id: number,
  changes: Record<string, unknown>,
  version: number | null,
): void {
  const user = queryClient.getQueryData<User | null>(sessionKey)
  if (!user) return
  const reader = { id: user.id, isTeam: isOfTheTeam(user) }
  putTicket(queryClient, id, (ticket) => newerTicket(ticket, changes, version, reader))
  for (const { queryKey } of firstAnswers(queryClient, { predicate: (query) => mayShow(query.queryKey, id) }))
    void readAgain(queryClient, { queryKey, exact: true })
}

const mayShow = ([name, of]: readonly unknown[], id: number) =>
  name === 'tickets' || name === 'board' || (name === 'ticket' && of === id)

/** Wherever it is shown. Pages that do not have it stay the same objects, so that nothing of them is drawn anew. */
export function putTicket(
  queryClient: QueryClient,
  id: number,
  next: <T extends Ticket>(ticket: T) => T,
): void {
  queryClient.setQueryData<TicketDetail>(['ticket', id], (ticket) => ticket && next(ticket))
  for (const key of ['tickets', 'board'])
    queryClient.setQueriesData<Lists>({ queryKey: [key] }, (data) => {
      if (!data?.pages?.some(({ items }) => items?.some((item) => item.id === id))) return data
      const pages = data.pages.map((page) =>
        page.items.some((item) => item.id === id)
          ? { ...page, items: page.items.map((item) => (item.id === id ? next(item) : item)) }
          : page,
      )
      return { ...data, pages }
    })
}

/** Asked for: what is told of it may be only its beginning, and files and formatting come with the whole. */
const askForMessages = (queryClient: QueryClient, ticketId: number) =>
  void readAgain(queryClient, { queryKey: ['timeline', ticketId] })

function removeMessage(queryClient: QueryClient, ticketId: number, messageId: number): void {
  if (firstAnswers(queryClient, { queryKey: ['timeline', ticketId] }).length > 0)
    askForMessages(queryClient, ticketId)
  queryClient.setQueryData<InfiniteData<Page<Message>>>(['timeline', ticketId], (data) => {
    if (!data) return data
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.filter(({ id }) => id !== messageId),
    }))
    return { ...data, pages }
  })
}
