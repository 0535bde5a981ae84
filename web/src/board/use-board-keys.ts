import { useEffect } from 'react'
import { useShortcuts } from '../shell/shortcuts.ts'
import { walk } from './card-lists.ts'
import { openCardMenu } from './card-menu-place.ts'
import { findCard, idOfCard } from './find-card.ts'
import { useFindTicket } from './use-find-ticket.ts'

const ARROWS: Record<string, Parameters<typeof walk>[0]> = {
  ArrowDown: { down: 1 },
  ArrowUp: { down: -1 },
  ArrowRight: { across: 1 },
  ArrowLeft: { across: -1 },
}

/** J and K walk through a column, arrows go everywhere, M opens the menu of the card that has the focus. */
export function useBoardKeys(): void {
  const find = useFindTicket()
  useShortcuts({
    j: () => walk({ down: 1 }),
    k: () => walk({ down: -1 }),
    m: () => {
      const id = idOfCard(document.activeElement)
      const ticket = id === null ? null : find(id)
      const card = id === null ? null : findCard(id)
      if (ticket && card) openCardMenu(ticket, card)
    },
  })
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const step = ARROWS[event.key]
      const isOnCard = document.activeElement?.hasAttribute('data-card') ?? false
      if (!step || !isOnCard || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
        return
      event.preventDefault()
      walk(step)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
