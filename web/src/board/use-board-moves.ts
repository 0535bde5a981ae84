import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import { forgetChange } from '../tickets/kept-changes.ts'
import { teamQuery } from '../tickets/team-query.ts'
import { toast } from '../ui/toast.ts'
import { acceptsCard } from './accepts-card.ts'
import type { BoardColumn } from './board-queries.ts'
import type { LaneKind } from './board-search.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import { focusCard } from './card-lists.ts'
import type { ClosingDialog } from './closing-dialog.tsx'
import type { Place } from './dragging.ts'
import { depart } from './flights.ts'
import { laneKeyOf, wishOfLane } from './lanes.ts'
import { readMove, type Wish } from './moves.ts'
import { numberOf } from './number-of.ts'
import { useDrops } from './use-drops.ts'
import { useFindTicket } from './use-find-ticket.ts'
import { useMover } from './use-mover.ts'

type Closing = ComponentProps<typeof ClosingDialog>

/** What letting go, the menu and the dialog of what is over lead to. */
export function useBoardMoves(columns: readonly BoardColumn[], lanes: LaneKind | undefined) {
  const { t } = useTranslation()
  const user = useUser()
  const userId = user?.id ?? 0
  const mover = useMover()
  const find = useFindTicket()
  const { data: team = [] } = useQuery(teamQuery)
  const [closing, setClosing] = useState<Closing | null>(null)
  const now = useRef({ columns, lanes, team })
  now.current = { columns, lanes, team }

  const ask = useCallback(
    (ticket: BoardTicket, column: BoardColumn, more: Wish | null, from?: DOMRect) => {
      const isMoved = column.stage_id !== ticket.stage_id
      if (!isMoved && !more) {
        // Carried back to where it is, what waits for a line is taken back.
        if (readMove(ticket.id)?.state === 'waiting') forgetChange({ ticketId: ticket.id, userId })
        return
      }
      if (!acceptsCard(column, ticket))
        return toast.error(t('board.notMoved', { number: numberOf(ticket) }), { detail: t('board.notThere') })
      const stage = { stage_id: column.stage_id }
      const go = (notes: string | null) => {
        depart(ticket.id, from)
        const change = {
          ...(isMoved && stage),
          ...(notes !== null && { resolution_notes: notes }),
          ...more?.change,
        }
        void mover(ticket, { change, shown: { ...stage, ...more?.shown } }, column.name)
      }
      const isEnd = isMoved && column.status === 'closed' && ticket.status !== 'closed'
      if (!isEnd) return go(null)
      setClosing({
        ticket,
        to: column.name,
        isFailed: column.outcome === 'lost',
        onCancel: () => setClosing(null),
        onClose: (notes) => {
          setClosing(null)
          go(notes)
        },
      })
    },
    [mover, t, userId],
  )

  const drop = useCallback(
    (held: BoardTicket, { stageId, laneKey }: Place, from: DOMRect) => {
      const { columns, lanes, team } = now.current
      const column = columns.find(({ stage_id }) => stage_id === stageId)
      // As it is now: it may have been changed while it was held.
      const ticket = find(held.id) ?? held
      if (!column) return
      const isOtherLane = lanes && laneKey !== null && laneKeyOf(lanes, ticket) !== laneKey
      const wish = isOtherLane ? wishOfLane(lanes, laneKey, team) : null
      // What was looked at is what is moved: else nobody would hear that somebody was quicker.
      ask({ ...ticket, version: held.version }, column, wish, from)
    },
    [ask, find],
  )
  useDrops(drop)

  return useMemo(
    () => ({
      closing,
      move(ticket: BoardTicket, stageId: string) {
        const column = columns.find(({ stage_id }) => stage_id === stageId)
        if (!column) return
        ask(ticket, column, null)
        requestAnimationFrame(() => focusCard(ticket.id))
      },
      take(ticket: BoardTicket) {
        const column = columns.find(({ stage_id }) => stage_id === ticket.stage_id)
        if (!column || !user) return
        const assignee = { id: user.id, crm_id: null, name: user.full_name, email: null }
        ask(ticket, column, { change: { assigned_to: user.id }, shown: { assignee } })
      },
    }),
    [closing, columns, ask, user],
  )
}
