import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { BoardTicket } from './board-ticket-type.ts'
import { lastPointer, watchTouch } from './touch-drag.ts'

/** With a mouse by the browser's own dragging, with a finger by ours. Returns whether it is held. */
export function useDraggable(
  item: RefObject<HTMLElement | null>,
  ticket: BoardTicket,
  isFree: boolean,
): boolean {
  const [isHeld, setIsHeld] = useState(false)
  const now = useRef({ ticket, isFree })
  now.current = { ticket, isFree }
  useEffect(() => {
    const element = item.current
    if (!element) return
    const stopMouse = draggable({
      element,
      canDrag: () => now.current.isFree && lastPointer() !== 'touch',
      getInitialData: ({ input }) => {
        const { left, top } = element.getBoundingClientRect()
        return { ticket: now.current.ticket, dx: input.clientX - left, dy: input.clientY - top }
      },
      onDragStart: () => setIsHeld(true),
      onDrop: () => setIsHeld(false),
    })
    const stopTouch = watchTouch(element, () => (now.current.isFree ? now.current.ticket : null), setIsHeld)
    return () => {
      stopMouse()
      stopTouch()
    }
  }, [item])
  return isHeld
}
