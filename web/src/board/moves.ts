import { createStore } from '../live/store.ts'
import type { TicketChange } from '../tickets/ticket-api.ts'
import type { BoardTicket } from './board-ticket-type.ts'

/** What somebody here wants of a card, shown before the gateway has said yes. */
export type Move = {
  /** As it was. */
  ticket: BoardTicket
  /** What looks different. */
  shown: Partial<BoardTicket>
  /** Pending: the CRM has not answered yet. Waiting: there is no line to ask it by. */
  state: 'sending' | 'pending' | 'waiting'
}
/** What the gateway is asked for, and how the card looks meanwhile. */
export type Wish = { change: TicketChange; shown: Partial<BoardTicket> }

const moves = createStore<ReadonlyMap<number, Move>>(new Map())

export const useMoves = () => moves.use((all) => all)
export const readMove = (id: number) => moves.get().get(id)
export const readPending = () =>
  [...moves.get()].flatMap(([id, { state }]) => (state === 'pending' ? [id] : []))

export const setMove = (id: number, move: Move | null) => setMoves(new Map([[id, move]]))

export function setMoves(changed: ReadonlyMap<number, Move | null>): void {
  const next = new Map(moves.get())
  for (const [id, move] of changed) {
    if (move) next.set(id, move)
    else next.delete(id)
  }
  moves.set(next)
}
