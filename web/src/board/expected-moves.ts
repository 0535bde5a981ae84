import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useUser } from '../session.ts'
import { type KeptChange, useKeptChanges } from '../tickets/kept-changes.ts'
import { shownAfter } from '../tickets/shown-after.ts'
import type { TicketChange } from '../tickets/ticket-api.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import { type Move, readMove, setMoves } from './moves.ts'

/**
 * What the CRM has not answered yet, whoever asked for it, and what waits here for a line is shown as it will be; also by
 * those who come later.
 */
export function useExpectedMoves(tickets: readonly BoardTicket[]): void {
  const queryClient = useQueryClient()
  const userId = useUser()?.id
  const kept = useKeptChanges()
  useEffect(() => {
    const changed = new Map<number, Move | null>()
    for (const ticket of tickets) {
      const before = readMove(ticket.id) ?? null
      if (before?.state === 'sending') continue
      const mine = kept.find((one) => one.ticketId === ticket.id && one.userId === userId)
      const next = expectedMove(queryClient, ticket, mine)
      if (!isSame(before, next)) changed.set(ticket.id, next)
    }
    if (changed.size > 0) setMoves(changed)
  }, [queryClient, tickets, kept, userId])
}

function expectedMove(
  queryClient: QueryClient,
  ticket: BoardTicket,
  kept: KeptChange | undefined,
): Move | null {
  if (kept) return { ticket, shown: kept.shown, state: 'waiting' }
  const asked = ticket.pending_changes ?? []
  if (asked.length === 0) return null
  // As PATCH takes them, which the gateway says with one type for all of them.
  const shown = asked.map(({ changes }) => shownAfter(queryClient, ticket, changes as TicketChange))
  return { ticket, shown: Object.assign({}, ...shown), state: 'pending' }
}

const isSame = (one: Move | null, other: Move | null) =>
  one?.state === other?.state &&
  one?.ticket === other?.ticket &&
  JSON.stringify(one?.shown) === JSON.stringify(other?.shown)
