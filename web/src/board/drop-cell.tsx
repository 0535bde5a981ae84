import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type ReactNode, useEffect, useRef } from 'react'
import { acceptsCard } from './accepts-card.ts'
import type { BoardColumn } from './board-queries.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import { type Place, useDragged, useIsOver } from './dragging.ts'
import styles from './drop-cell.module.css'
import type { ShownCard } from './shown-cards.ts'

type Props = {
  place: Place
  column: BoardColumn
  cards: readonly ShownCard[]
  compare: (one: BoardTicket, other: BoardTicket) => number
  className: string | undefined
  children: (held: { heldId: number | null; lineAt: number | null }) => ReactNode
}

/** Where a card can be let go: washed while it may, with a line where it would stand. */
export function DropCell({ place, column, cards, compare, className, children }: Props) {
  const cell = useRef<HTMLDivElement>(null)
  const held = useDragged()
  const isOver = useIsOver(place)
  const accepts = held !== null && acceptsCard(column, held)
  const now = useRef(place)
  now.current = place
  useEffect(() => {
    const element = cell.current
    return element ? dropTargetForElements({ element, getData: () => ({ place: now.current }) }) : undefined
  }, [])
  const isHome = cards.some(({ ticket }) => ticket.id === held?.id)
  const at = held && isOver && accepts && !isHome ? placeAmong(cards, held, compare) : null
  return (
    <div
      ref={cell}
      className={`${styles.cell} ${className ?? ''}`}
      data-stage={place.stageId}
      data-lane={place.laneKey ?? undefined}
      data-accepts={(accepts && !isHome) || undefined}
      data-over={(accepts && !isHome && isOver) || undefined}
      data-refuses={(held !== null && !accepts) || undefined}
    >
      {children({ heldId: held?.id ?? null, lineAt: at })}
    </div>
  )
}

function placeAmong(cards: readonly ShownCard[], held: BoardTicket, compare: Props['compare']): number {
  const at = cards.findIndex(({ ticket }) => compare(held, ticket) < 0)
  return at < 0 ? cards.length : at
}
