import type { BoardTicket } from './board-ticket-type.ts'
import styles from './card.module.css'
import { openCardMenu } from './card-menu-place.ts'
import { letGo, placeOf, setDragged, setOver } from './dragging.ts'
import { scrollAtEdges } from './scroll-at-edges.ts'

const HOLD_MS = 350
/** A finger is never quite still. */
const STILL_PX = 8

let pointer = 'mouse'
/** What the last press was made with. */
export const lastPointer = () => pointer

/** Held for a moment a card follows the finger; let go where it was, its menu opens. `ticketNow`: null: it cannot be moved. */
export function watchTouch(
  element: HTMLElement,
  ticketNow: () => BoardTicket | null,
  setIsHeld: (isHeld: boolean) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let held: { ticket: BoardTicket; ghost: HTMLElement; scroll: ReturnType<typeof scrollAtEdges> } | null =
    null
  let hasMoved = false
  let [startX, startY] = [0, 0]

  const controller = new AbortController()
  const listen = <K extends keyof HTMLElementEventMap>(
    name: K,
    run: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(name, run, { passive: false, signal: controller.signal })

  function lift(): void {
    const ticket = ticketNow()
    const card = element.querySelector<HTMLElement>('[data-card]')
    if (!ticket || !card) return
    const { left, top, width } = card.getBoundingClientRect()
    // Of TypeScript a clone is any node.
    const ghost = card.cloneNode(true) as HTMLElement
    ghost.removeAttribute('data-card')
    ghost.inert = true
    ghost.classList.add(styles.flying ?? '', styles.lifted ?? '')
    Object.assign(ghost.style, { left: `${left}px`, top: `${top}px`, width: `${width}px` })
    document.body.append(ghost)
    held = { ticket, ghost, scroll: scrollAtEdges() }
    hasMoved = false
    setIsHeld(true)
    setDragged(ticket)
  }
  function end(): void {
    clearTimeout(timer)
    held?.ghost.remove()
    held?.scroll.stop()
    held = null
    setIsHeld(false)
  }

  listen('pointerdown', ({ pointerType }) => {
    pointer = pointerType
  })
  listen('touchstart', ({ touches: [touch], touches }) => {
    clearTimeout(timer)
    if (!touch || touches.length > 1) return
    startX = touch.clientX
    startY = touch.clientY
    timer = setTimeout(lift, HOLD_MS)
  })
  listen('touchmove', (event) => {
    const [touch] = event.touches
    if (!touch) return
    const [dx, dy] = [touch.clientX - startX, touch.clientY - startY]
    const isStill = Math.hypot(dx, dy) < STILL_PX
    // They scroll.
    if (!held) return isStill ? undefined : clearTimeout(timer)
    event.preventDefault()
    hasMoved ||= !isStill
    held.ghost.style.transform = `translate(${dx}px, ${dy}px)`
    setOver(placeOf(document.elementFromPoint(touch.clientX, touch.clientY)))
    held.scroll.at(touch.clientX, touch.clientY)
  })
  listen('touchend', (event) => {
    clearTimeout(timer)
    if (!held) return
    event.preventDefault()
    const { ticket, ghost } = held
    const from = ghost.getBoundingClientRect()
    const card = element.querySelector<HTMLElement>('[data-card]')
    end()
    if (hasMoved) return letGo(from)
    setDragged(null)
    if (card) openCardMenu(ticket, card)
  })
  listen('touchcancel', () => {
    if (held) setDragged(null)
    end()
  })
  listen('contextmenu', (event) => {
    if (pointer !== 'touch') return
    // Holding is ours.
    event.preventDefault()
    event.stopPropagation()
  })
  return () => {
    controller.abort()
    if (held) setDragged(null)
    end()
  }
}
