import type { QueryClient } from '@tanstack/react-query'
import { putTicket } from '../live/apply-news.ts'
import type { ChangedTicket, TicketDetail } from './ticket-api.ts'

type Answer = ChangedTicket | TicketDetail

const listeners = new Set<(answer: Answer) => void>()

/** For a board, which has more to do than to show other words. */
export function hearSent(listener: (answer: Answer) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** A change that waited for a line was accepted: that is how the ticket is now. */
export function tellSent(queryClient: QueryClient, answer: Answer): void {
  putTicket(queryClient, answer.id, (before) =>
    before.version > answer.version ? before : { ...before, ...answer },
  )
  for (const listener of listeners) listener(answer)
}
