import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { hearSent } from '../tickets/sent-changes.ts'
import { ticketApi } from '../tickets/ticket-api.ts'
import { placeCard } from './board-cache.ts'
import { depart } from './flights.ts'
import { readMove, readPending, useMoves } from './moves.ts'

const ASK_MS = 10_000
const MOST_ASKED = 8

/** What waits for the CRM is asked for by the clock too: its news may have been missed. What waited for a line takes its place. */
export function usePendingMoves(): void {
  const queryClient = useQueryClient()
  const isAny = [...useMoves().values()].some(({ state }) => state === 'pending')
  useEffect(
    () =>
      hearSent((answer) => {
        if (answer.stage_id !== readMove(answer.id)?.shown.stage_id) depart(answer.id)
        placeCard(queryClient, answer)
      }),
    [queryClient],
  )
  useEffect(() => {
    if (!isAny) return
    const timer = setInterval(async () => {
      const pending = readPending().slice(0, MOST_ASKED)
      const tickets = await Promise.all(pending.map((id) => ticketApi.read(id).catch(() => null)))
      for (const ticket of tickets)
        if (ticket && ticket.pending_changes.length === 0) {
          if (ticket.stage_id !== readMove(ticket.id)?.shown.stage_id) depart(ticket.id)
          placeCard(queryClient, ticket)
        }
    }, ASK_MS)
    return () => clearInterval(timer)
  }, [queryClient, isAny])
}
