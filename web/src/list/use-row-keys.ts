import { useNavigate } from '@tanstack/react-router'
import type { Virtualizer } from '@tanstack/react-virtual'
import type { RefObject } from 'react'
import { expectShortcut, type Shortcut, useShortcuts } from '../shell/shortcuts.ts'
import type { Ticket } from '../tickets/ticket-api.ts'
import type { Selection } from './use-selection.ts'

type Given = {
  tickets: readonly Ticket[]
  selection: Selection
  rows: Virtualizer<HTMLDivElement, Element>
  frame: RefObject<HTMLDivElement | null>
  openId: number | null
}

/**
 * J and K walk through the rows, and from ticket to ticket while one is open; X selects the row with the focus. Enter opens it,
 * as it is a link; what else is done to a ticket is done once it is open.
 */
export function useRowKeys({ tickets, selection, rows, frame, openId }: Given): void {
  const navigate = useNavigate()
  const focused = () => tickets.findIndex(({ id }) => id === focusedId(frame.current))
  function walk(step: 1 | -1): void {
    const at = openId === null ? focused() : tickets.findIndex(({ id }) => id === openId)
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), tickets.length - 1)
    const id = tickets[next]?.id
    if (id === undefined) return
    rows.scrollToIndex(next)
    if (openId !== null) {
      void navigate({
        to: '/lista/$ticketId',
        params: { ticketId: String(id) },
        search: (search) => search,
        replace: true,
      })
      return
    }
    // Drawn only once it is in sight.
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus())
  }
  const inTicket = (key: Shortcut) => () => {
    const id = focusedId(frame.current)
    if (id === null) return
    expectShortcut(key)
    void navigate({
      to: '/lista/$ticketId',
      params: { ticketId: String(id) },
      search: (search) => search,
    })
  }
  useShortcuts({
    r: inTicket('r'),
    n: inTicket('n'),
    a: inTicket('a'),
    m: inTicket('m'),
    p: inTicket('p'),
    j: () => walk(1),
    k: () => walk(-1),
    x() {
      const id = tickets[focused()]?.id
      if (id !== undefined) selection.toggle(id)
    },
  })
}

function focusedId(frame: HTMLElement | null): number | null {
  const row = document.activeElement?.closest('tr')
  const link = row && frame?.contains(row) ? row.querySelector<HTMLElement>('[data-row]') : null
  return link ? Number(link.dataset.row) : null
}
