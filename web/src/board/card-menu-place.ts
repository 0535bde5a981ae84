import { createStore } from '../live/store.ts'
import type { BoardTicket } from './board-ticket-type.ts'

const place = createStore<{ ticket: BoardTicket; anchor: HTMLElement } | null>(null)

/** One menu for all cards: where it is open. */
export const useCardMenuPlace = () => place.use((value) => value)
export const openCardMenu = (ticket: BoardTicket, anchor: HTMLElement) => place.set({ ticket, anchor })
export const closeCardMenu = () => place.set(null)
