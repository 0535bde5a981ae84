import { expect, test } from 'vitest'
import type { Ticket } from '../tickets/ticket-api.ts'
import { type Cards, cardsOf, isWantedBy, putCard } from './apply-board-news.ts'
import { compareCards } from './card-order.ts'

// Of a ticket only what decides where it stands.
const ticket = (id: number, more: Partial<Ticket> = {}) =>
  ({
    ...{ id, version: 1, stage_id: 'NEW', priority: 'medium', assignee: null, tags: [] },
    crm_presence: 'there',
    snoozed_until: null,
    date_deadline: `2026-11-20T10:${String(id).padStart(2, '0')}:00Z`,
    ...more,
  }) as Ticket
const column = (ids: number[], next_cursor: string | null = null): Cards => ({
  pages: [{ items: ids.map((id) => ticket(id)), next_cursor }],
  pageParams: [null],
})
const columns = new Map([
  ['NEW', column([1, 3, 5])],
  ['DOING', column([12, 14])],
])
const put = (moved: Ticket, isWanted = true, among = columns) =>
  putCard({ columns: among, ticket: moved, isWanted, compareOf: () => compareCards({ outcome: 'open' }) })
const idsIn = (cards: Cards | undefined) => cardsOf(cards).map(({ id }) => id)

test('a card that moves stands at its place in the other column, and in no other', () => {
  const changed = put(ticket(13, { stage_id: 'DOING', version: 2 }))
  expect(idsIn(changed.get('DOING'))).toEqual([12, 13, 14])
  const moved = put(ticket(3, { stage_id: 'DOING', version: 2 }))
  expect(idsIn(moved.get('NEW'))).toEqual([1, 5])
  expect(idsIn(moved.get('DOING'))).toEqual([3, 12, 14])
})

test('what is older than what is shown changes nothing, the same version does', () => {
  const newer = new Map([
    ['NEW', { ...column([]), pages: [{ items: [ticket(3, { version: 5 })], next_cursor: null }] }],
    ['DOING', column([])],
  ])
  expect(put(ticket(3, { stage_id: 'DOING', version: 4 }), true, newer).size).toBe(0)
  expect(put(ticket(3, { stage_id: 'DOING', version: 5 }), true, newer).size).toBe(2)
})

test('what is not wanted any more goes; another deadline is another place', () => {
  expect(idsIn(put(ticket(3, { version: 2 }), false).get('NEW'))).toEqual([1, 5])
  const later = put(ticket(1, { version: 2, date_deadline: '2026-11-20T10:04:00Z' }))
  expect(idsIn(later.get('NEW'))).toEqual([3, 1, 5])
})

test('behind all that was read it is left to the next page', () => {
  const more = new Map([['NEW', column([1, 3], 'more')]])
  expect(put(ticket(9), true, more).size).toBe(0)
  expect(idsIn(put(ticket(2), true, more).get('NEW'))).toEqual([1, 2, 3])
})

test('an empty column takes its first card', () => {
  expect(idsIn(put(ticket(4), true, new Map([['NEW', column([])]])).get('NEW'))).toEqual([4])
})

test('filters are asked here, but for what only the gateway can tell', () => {
  expect(isWantedBy({ priority: 'high,urgent' }, ticket(1))).toBe(false)
  expect(isWantedBy({ assigned_to: 0, priority: 'medium' }, ticket(1))).toBe(true)
  expect(isWantedBy({}, ticket(1, { crm_presence: 'deleted' }))).toBe(false)
  const putOff = ticket(1, { snoozed_until: '2026-11-21T10:00:00Z' })
  expect([{}, { snoozed: true }].map((filters) => isWantedBy(filters, putOff))).toEqual([false, true])
  expect(isWantedBy({ snoozed: true }, ticket(1))).toBe(false)
  expect(isWantedBy({ q: 'impressora' }, putOff)).toBeNull()
  expect(isWantedBy({ q: 'impressora' }, ticket(1))).toBeNull()
  expect(isWantedBy({ q: 'impressora', priority: 'high' }, ticket(1))).toBe(false)
})
