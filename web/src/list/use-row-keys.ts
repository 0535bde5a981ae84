import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { Ticket } from '../tickets/ticket-api.ts'
import type { Selection } from './use-selection.ts'

type Given = {
  tickets: readonly Ticket[]
  selection: Selection
  rows: Virtualizer<HTMLDivElement, Element>
  frame: RefObject<HTMLDivElement | null>
}

/** J and K walk through the rows, X selects the one with the focus. Enter opens it, as it is a link. */
export function useRowKeys({ tickets, selection, rows, frame }: Given): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (isTyping(event)) return
      const key = event.key.toLowerCase()
      const at = tickets.findIndex(({ id }) => id === focusedId(frame.current))
      if (key === 'j' || key === 'k') {
        const next = at < 0 ? 0 : Math.min(Math.max(at + (key === 'j' ? 1 : -1), 0), tickets.length - 1)
        event.preventDefault()
        focusRow(next)
      } else if (key === 'x' && at >= 0) {
        event.preventDefault()
        const id = tickets[at]?.id
        if (id !== undefined) selection.toggle(id, event.shiftKey)
      }
    }
    function focusRow(index: number): void {
      const id = tickets[index]?.id
      rows.scrollToIndex(index)
      // Drawn only once it is in sight.
      requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus())
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [tickets, selection, rows, frame])
}

function isTyping({ target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return true
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return false
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role=menu], [role=dialog], [role=listbox]') !== null
  )
}

function focusedId(frame: HTMLElement | null): number | null {
  const row = document.activeElement?.closest('tr')
  const link = row && frame?.contains(row) ? row.querySelector<HTMLElement>('[data-row]') : null
  return link ? Number(link.dataset.row) : null
}
