import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect } from 'react'
import type { BoardTicket } from './board-ticket-type.ts'
import { hearDrops, letGo, type Place, placeOf, setDragged, setOver } from './dragging.ts'
import { findCard } from './find-card.ts'

/** What a mouse drags becomes the same as what a finger drags. Hand in a function that stays the same. */
export function useDrops(drop: (ticket: BoardTicket, place: Place, from: DOMRect) => void): void {
  useEffect(() => hearDrops(drop), [drop])
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => 'ticket' in source.data,
        // Its own attributes alone know the ticket: see use-draggable.ts.
        onDragStart: ({ source }) => setDragged(source.data.ticket as BoardTicket),
        onDropTargetChange: ({ location }) =>
          setOver(placeOf(location.current.dropTargets[0]?.element ?? null)),
        onDrop: ({ source, location }) => {
          setOver(placeOf(location.current.dropTargets[0]?.element ?? null))
          const { ticket, dx, dy } = source.data as { ticket: BoardTicket; dx: number; dy: number }
          const { clientX, clientY } = location.current.input
          const card = findCard(ticket.id)
          letGo(new DOMRect(clientX - dx, clientY - dy, card?.offsetWidth ?? 0, card?.offsetHeight ?? 0))
        },
      }),
    [],
  )
}
