import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { expectShortcut, type Shortcut, useShortcuts } from '../shell/shortcuts.ts'
import { type Step, walk, walkFrom } from './card-lists.ts'
import { openCardMenu } from './card-menu-place.ts'
import { findCard, idOfCard } from './find-card.ts'
import { useFindTicket } from './use-find-ticket.ts'

const ARROWS: Record<string, Step> = {
  ArrowDown: { down: 1 },
  ArrowUp: { down: -1 },
  ArrowRight: { across: 1 },
  ArrowLeft: { across: -1 },
}

/**
 * J and K walk through a column, and from ticket to ticket while one is open; arrows go everywhere. M opens the menu of the card
 * that has the focus, and what cannot be done on a card is done in its ticket.
 */
export function useBoardKeys(openId: number | null): void {
  const find = useFindTicket()
  const navigate = useNavigate()
  const go = (down: 1 | -1) => {
    if (openId === null) return walk({ down })
    const next = walkFrom(openId, { down })
    if (next === null || next === openId) return
    void navigate({
      to: '/quadro/$ticketId',
      params: { ticketId: String(next) },
      search: (search) => search,
      replace: true,
    })
  }
  const inTicket = (key: Shortcut) => () => {
    const id = idOfCard(document.activeElement)
    if (id === null) return
    expectShortcut(key)
    void navigate({
      to: '/quadro/$ticketId',
      params: { ticketId: String(id) },
      search: (search) => search,
    })
  }
  useShortcuts({
    r: inTicket('r'),
    n: inTicket('n'),
    a: inTicket('a'),
    p: inTicket('p'),
    j: () => go(1),
    k: () => go(-1),
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
