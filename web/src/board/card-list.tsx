import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { rem } from '../ui/rem.ts'
import { Card } from './card.tsx'
import styles from './card-list.module.css'
import { enlist } from './card-lists.ts'
import { idOfCard } from './find-card.ts'
import type { ShownCard } from './shown-cards.ts'
import { useKeptPlace } from './use-kept-place.ts'

/** A card and the room below it, in the steps of the tokens. */
export const CARD_REM = 5.75
const GAP_REM = 0.5
/** Asked for before the last card is in sight. */
const AHEAD = 12

type Props = {
  cards: readonly ShownCard[]
  label: string
  openId: number | null
  heldId: number | null
  /** Where the card that is held over it would stand; null: none is. */
  lineAt: number | null
  /** There are more than were read. */
  onEnd: (() => void) | null
}

/** Only the cards in sight are drawn, however many there are. */
export function CardList({ cards, label, openId, heldId, lineAt, onEnd }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => cards.map(({ ticket }) => ticket.id), [cards])
  const [pitch] = useState(() => rem(CARD_REM + GAP_REM))
  const heldAt = heldId === null ? -1 : ids.indexOf(heldId)
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: () => frame.current,
    estimateSize: () => pitch,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 4,
    // Drawn with the next frame, and not within the event.
    useFlushSync: false,
    // What is held, or has the focus, stays there though it is scrolled away.
    rangeExtractor: (range) => {
      const focused = idOfCard(document.activeElement)
      const kept = [heldAt, focused === null ? -1 : ids.indexOf(focused)].filter((at) => at >= 0)
      return [...new Set([...defaultRangeExtractor(range), ...kept])].sort((one, other) => one - other)
    },
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (onEnd && last >= cards.length - AHEAD) onEnd()
  }, [onEnd, last, cards.length])
  useKeptPlace(frame, ids, pitch)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    return enlist(element, { ids, show: (index) => rows.scrollToIndex(index) })
  }, [ids, rows])
  useEffect(() => {
    const element = frame.current
    return element ? autoScrollForElements({ element }) : undefined
  }, [])

  return (
    <div ref={frame} className={styles.frame} data-scrolls="y">
      <ul className={styles.list} style={{ height: rows.getTotalSize() }} aria-label={label}>
        {shown.map(({ index, start }) => {
          const card = cards[index]
          return (
            card && (
              <Card
                key={card.ticket.id}
                ticket={card.ticket}
                start={start}
                position={index + 1}
                count={cards.length}
                isOpen={card.ticket.id === openId}
                moving={card.moving}
              />
            )
          )
        })}
      </ul>
      {lineAt !== null && (
        <div
          className={styles.line}
          style={{ transform: `translateY(${Math.max(0, lineAt * pitch - rem(GAP_REM) / 2 - 1)}px)` }}
        />
      )}
    </div>
  )
}
