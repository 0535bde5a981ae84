import type { QueryClient } from '@tanstack/react-query'
import { readAgain } from './read-again.ts'

/** Soon enough to be live, and not for each event of many. */
const SOON_MS = 800
/** While one thing after another happens, each client would ask for all of its lists all the time. */
const APART_MS = 4_000

type Wish = {
  ticketId: number
  /** By time: those where the last to be spoken of comes first. */
  lists: 'all' | 'by-time'
}

const tickets = new Set<number>()
let lists: Wish['lists'] | null = null
let isWaiting = false
let askedAtMs = 0

/** What was told does not say all that is shown: that is asked for, together with what else changes meanwhile. */
export function askAgain(queryClient: QueryClient, wish: Wish): void {
  tickets.add(wish.ticketId)
  if (lists !== 'all') lists = wish.lists
  if (isWaiting) return
  isWaiting = true
  setTimeout(() => ask(queryClient), Math.max(SOON_MS, askedAtMs + APART_MS - Date.now()))
}

function ask(queryClient: QueryClient): void {
  const keys = lists === 'all' ? ['tickets', 'dashboard'] : ['tickets']
  for (const key of keys) void readAgain(queryClient, { queryKey: [key] })
  if (lists === 'all')
    void readAgain(queryClient, {
      queryKey: ['board'],
      // A board that is looked at moves its own cards, and would have to read very many.
      predicate: (query) => query.queryKey.length === 2 || !query.isActive(),
    })
  for (const id of tickets) void readAgain(queryClient, { queryKey: ['ticket', id] })
  tickets.clear()
  lists = null
  isWaiting = false
  askedAtMs = Date.now()
}
