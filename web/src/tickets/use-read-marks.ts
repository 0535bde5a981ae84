import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Ticket, ticketApi } from './ticket-api.ts'

/** What is on the screen of somebody who looks is read. */
export function useReadMarks(queryClient: QueryClient, ticket: Ticket | undefined): void {
  const id = ticket?.id
  const isUnread = ticket?.is_unread ?? false
  useEffect(() => {
    if (id === undefined || !isUnread) return
    const mark = () => {
      if (document.hidden) return
      // Not said now, it is said when they look again.
      void ticketApi.markRead(id).then(
        () => {
          queryClient.setQueryData<Ticket>(['ticket', id], (known) => known && { ...known, is_unread: false })
          void queryClient.invalidateQueries({ queryKey: ['tickets'] })
        },
        () => undefined,
      )
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [id, isUnread, queryClient])
}
