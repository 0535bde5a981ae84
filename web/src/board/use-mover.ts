import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { useUser } from '../session.ts'
import { forgetChange, keepChange } from '../tickets/kept-changes.ts'
import { isSo } from '../tickets/merge-changes.ts'
import { opensAgain, sendChange } from '../tickets/send-change.ts'
import { ticketApi } from '../tickets/ticket-api.ts'
import { announce } from '../ui/announce.ts'
import { toast } from '../ui/toast.ts'
import { findTicket, placeCard } from './board-cache.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import { depart } from './flights.ts'
import { readMove, setMove, type Wish } from './moves.ts'
import { numberOf } from './number-of.ts'
import { whyRefused } from './why-refused.ts'

const UNDO_MS = 8_000

/** `to`: how what was done is named, "Em atendimento". */
export type Mover = (ticket: BoardTicket, wish: Wish, to: string) => Promise<void>

/** Shows it at once, asks for it, and says what came of it; what is refused glides back. */
export function useMover(): Mover {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const userId = useUser()?.id ?? 0
  return useMemo(() => moverOf(queryClient, t, userId), [queryClient, t, userId])
}

function moverOf(queryClient: QueryClient, t: TFunction, userId: number): Mover {
  const show = (ticket: BoardTicket) => {
    const move = readMove(ticket.id)
    const shown = move ? { ...move.ticket, ...move.shown } : findTicket(queryClient, ticket.id)
    if (shown?.stage_id !== ticket.stage_id) depart(ticket.id)
    // In this order it is never where it was before.
    placeCard(queryClient, ticket)
    setMove(ticket.id, null)
  }

  async function move(ticket: BoardTicket, wish: Wish, to: string, isUndo = false): Promise<void> {
    const number = numberOf(ticket)
    // What is pressed goes away, and takes with it what comes under the same name.
    const id = `${isUndo ? 'undo' : 'move'}-${ticket.id}`
    const before = readMove(ticket.id)
    if (before?.state === 'waiting') return wait(ticket, wish, to)
    if (before) {
      toast.info(t('board.busy', { number }))
      return
    }
    setMove(ticket.id, { ticket, shown: wish.shown, state: 'sending' })
    try {
      const answer = await sendChange(ticket, wish.change)
      if (answer.pending_changes.length > 0) {
        placeCard(queryClient, answer)
        setMove(ticket.id, { ticket, shown: wish.shown, state: 'pending' })
        toast.info(t('board.pending', { number, to }))
        announce(t('board.pending', { number, to }))
        return
      }
      show(answer)
      const text = t(isUndo ? 'board.undone' : 'board.moved', { number, to })
      announce(text)
      toast.done(text, {
        id,
        durationMs: UNDO_MS,
        ...(!isUndo && { action: { label: t('board.undo'), run: () => void undo(ticket, wish, answer) } }),
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'offline' && !opensAgain(ticket, wish.change)) return wait(ticket, wish, to)
      depart(ticket.id)
      setMove(ticket.id, null)
      const why = await whyRefused(error, ticket, t)
      toast.error(t('board.notMoved', { number }), { detail: why, id })
      announce(`${t('board.notMoved', { number })} ${why}`)
      await readAgain(ticket.id)
    }
  }

  /** Without a line it goes out when there is one, and can be taken back until then. */
  function wait(ticket: BoardTicket, { change, shown }: Wish, to: string): void {
    const number = numberOf(ticket)
    keepChange({ ticketId: ticket.id, userId, version: ticket.version, number, change, shown })
    setMove(ticket.id, { ticket, shown, state: 'waiting' })
    const takeBack = () => {
      depart(ticket.id)
      forgetChange({ ticketId: ticket.id, userId })
      setMove(ticket.id, null)
    }
    toast.info(t('board.waiting', { number, to }), {
      id: `move-${ticket.id}`,
      durationMs: UNDO_MS,
      action: { label: t('board.undo'), run: takeBack },
    })
    announce(t('board.waiting', { number, to }))
  }

  /** Back to what it was before, as it is now. */
  async function undo(before: BoardTicket, { change }: Wish, answer: BoardTicket): Promise<void> {
    const shown = findTicket(queryClient, before.id) ?? answer
    // Where it still stands as it was put, nobody was quicker, whatever else of it is another.
    const now = await ticketApi.read(before.id).catch(() => answer)
    const version = isSo(now, change) ? now.version : answer.version
    const back: Wish = {
      change: {
        ...(change.stage_id !== undefined && { stage_id: before.stage_id }),
        ...(change.priority !== undefined && { priority: before.priority }),
        ...(change.department !== undefined && { department: before.department }),
        ...(change.assigned_to !== undefined && { assigned_to: before.assignee?.id ?? null }),
      },
      shown: {
        stage_id: before.stage_id,
        priority: before.priority,
        department: before.department,
        assignee: before.assignee,
      },
    }
    depart(before.id)
    await move({ ...shown, version }, back, '', true)
  }

  async function readAgain(id: number): Promise<void> {
    const ticket = await ticketApi.read(id).catch(() => null)
    if (ticket) show(ticket)
  }

  return (ticket, wish, to) => move(ticket, wish, to)
}
