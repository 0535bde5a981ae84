import { createStore } from '../live/store.ts'
import type { BoardTicket } from './board-ticket-type.ts'

/** A column, or a column in a lane. */
export type Place = { stageId: string; laneKey: string | null }
type Dragging = { ticket: BoardTicket; over: Place | null }

const dragging = createStore<Dragging | null>(null)

export const useDragged = () => dragging.use((value) => value?.ticket ?? null)
export const useIsOver = ({ stageId, laneKey }: Place) =>
  dragging.use((value) => value?.over?.stageId === stageId && value.over.laneKey === laneKey)
export const isDragging = () => dragging.get() !== null

export function setDragged(ticket: BoardTicket | null): void {
  dragging.set(ticket && { ticket, over: null })
  if (ticket !== null) return
  for (const listener of waiting.splice(0)) listener()
}

export function setOver(over: Place | null): void {
  const now = dragging.get()
  if (!now || (now.over?.stageId === over?.stageId && now.over?.laneKey === over?.laneKey)) return
  dragging.set({ ...now, over })
}

type Drop = (ticket: BoardTicket, place: Place, from: DOMRect) => void
let dropped: Drop | null = null
const waiting: (() => void)[] = []

/** The board hears where a card was let go, and where it was seen then. */
export function hearDrops(drop: Drop): () => void {
  dropped = drop
  return () => {
    if (dropped === drop) dropped = null
  }
}

/** Wherever it is held over now. */
export function letGo(from: DOMRect): void {
  const now = dragging.get()
  if (now?.over) dropped?.(now.ticket, now.over, from)
  setDragged(null)
}

/** At once, or when the card that is held has been let go. */
export function whenDropped(run: () => void): void {
  if (isDragging()) waiting.push(run)
  else run()
}

/** Where somebody points: the board tells by its attributes. */
export function placeOf(element: Element | null): Place | null {
  const cell = element?.closest<HTMLElement>('[data-stage]')
  return cell ? { stageId: cell.dataset.stage ?? '', laneKey: cell.dataset.lane ?? null } : null
}
