import { expect, test } from 'vitest'
import type { BoardTicket } from './board-ticket-type.ts'
import type { Move } from './moves.ts'
import { growthOf, shownCards } from './shown-cards.ts'

// Of a ticket only what is looked at here.
const ticket = (id: number, stage_id: string) => ({ id, stage_id }) as BoardTicket
const byId = (one: BoardTicket, other: BoardTicket) => one.id - other.id

test('what is wanted is shown at once, counted, and marked until it is so', () => {
  const one = ticket(2, 'NEW')
  const moves = new Map<number, Move>([[2, { ticket: one, shown: { stage_id: 'DOING' }, state: 'sending' }]])
  const before = [ticket(1, 'NEW'), one]
  const there = [ticket(1, 'DOING'), ticket(3, 'DOING')]
  expect(shownCards(before, moves, 'NEW', byId).map(({ ticket: { id } }) => id)).toEqual([1])
  expect(shownCards(there, moves, 'DOING', byId)).toMatchObject([
    { ticket: { id: 1 }, moving: null },
    { ticket: { id: 2, stage_id: 'DOING' }, moving: 'sending' },
    { ticket: { id: 3 }, moving: null },
  ])
  expect([growthOf(before, moves, 'NEW'), growthOf(there, moves, 'DOING')]).toEqual([-1, 1])
})
