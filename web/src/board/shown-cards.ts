import type { BoardTicket } from './board-ticket-type.ts'
import type { Move } from './moves.ts'

export type ShownCard = { ticket: BoardTicket; moving: Move['state'] | null }
type Compare = (one: BoardTicket, other: BoardTicket) => number

/** The cards of a column as they will be once all that is wanted here was done. */
export function shownCards(
  tickets: readonly BoardTicket[],
  moves: ReadonlyMap<number, Move>,
  stageId: string,
  compare: Compare,
): ShownCard[] {
  if (moves.size === 0) return tickets.map((ticket) => ({ ticket, moving: null }))
  const shown = tickets.flatMap((ticket): ShownCard[] => {
    const move = moves.get(ticket.id)
    if (!move) return [{ ticket, moving: null }]
    const moved = { ...ticket, ...move.shown }
    return moved.stage_id === stageId ? [{ ticket: moved, moving: move.state }] : []
  })
  for (const { ticket, shown: different, state } of moves.values()) {
    const moved = { ...ticket, ...different }
    if (moved.stage_id !== stageId || tickets.some(({ id }) => id === ticket.id)) continue
    const at = shown.findIndex((card) => compare(moved, card.ticket) < 0)
    shown.splice(at < 0 ? shown.length : at, 0, { ticket: moved, moving: state })
  }
  return shown
}

/** By how many the count of the head is another meanwhile. */
export const growthOf = (
  tickets: readonly BoardTicket[],
  moves: ReadonlyMap<number, Move>,
  stageId: string,
): number =>
  [...moves.values()].reduce((sum, { ticket, shown }) => {
    const isThere = tickets.some(({ id }) => id === ticket.id)
    const willBe = (shown.stage_id ?? ticket.stage_id) === stageId
    return sum + Number(willBe && !isThere) - Number(!willBe && isThere)
  }, 0)
