import { expect, test } from 'vitest'
import { keepNewerTicket, keepNewerTickets } from './keep-newer.ts'

const ticket = (id: number, version: number, status = 'open') => ({ id, version, status })
const lists = (...pages: object[][]) => ({
  pages: pages.map((items) => ({ items, next_cursor: null })),
  pageParams: pages.map(() => null),
})

test('an answer that is older than what was told meanwhile changes nothing', () => {
  const shown = ticket(1, 4, 'resolved')
  expect(keepNewerTicket(shown, ticket(1, 3))).toBe(shown)
  expect(keepNewerTicket(undefined, ticket(1, 3))).toEqual(ticket(1, 3))
  expect(keepNewerTicket(shown, ticket(1, 5))).toEqual(ticket(1, 5))
})

test('of the same version the answer counts: what is read and what is not is in it', () => {
  expect(keepNewerTicket(ticket(1, 4), { ...ticket(1, 4), is_unread: true })).toMatchObject({
    is_unread: true,
  })
})

test('in lists each ticket is looked at for itself, and what is equal stays the same thing', () => {
  const shown = lists([ticket(1, 4, 'resolved'), ticket(2, 1)], [ticket(3, 1)])
  const next = keepNewerTickets(shown, lists([ticket(1, 3), ticket(2, 2, 'closed')], [ticket(3, 1)]))
  expect(next).toEqual(lists([ticket(1, 4, 'resolved'), ticket(2, 2, 'closed')], [ticket(3, 1)]))
  // What has not changed is not drawn again.
  expect((next as typeof shown).pages[1]).toBe(shown.pages[1])
})
