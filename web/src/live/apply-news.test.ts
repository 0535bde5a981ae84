import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { User } from '../api.ts'
import type { Message, Page, Ticket } from '../tickets/ticket-api.ts'
import { applyNews } from './apply-news.ts'
import type { News } from './line.ts'

type Lists = InfiniteData<Page<Ticket>>

// What news can be about; the rest of a ticket is only passed on.
const ticket = (id: number) =>
  ({ id, status: 'open', requester: { id: 7 }, assignee: null, version: 3 }) as unknown as Ticket
const pageOf = <T>(...items: T[]): Page<T> => ({ items, next_cursor: null })
const told = (news: object) => ({ seq: 9, at: '', deal_id: null, actor: null, ...news }) as unknown as News

function shown() {
  const queryClient = new QueryClient()
  queryClient.setQueryData(['session'], { id: 42, role: 'agent' } as User)
  queryClient.setQueryData(['ticket', 1], ticket(1))
  const pages: Lists = { pages: [pageOf(ticket(1)), pageOf(ticket(2))], pageParams: [null, 'x'] }
  queryClient.setQueryData(['tickets', {}], pages)
  queryClient.setQueryData(['board', {}, 'C19:NEW'], pages)
  return queryClient
}

test('a change is put wherever the ticket is shown, and what has nothing of it stays as it was', () => {
  const queryClient = shown()
  const before = queryClient.getQueryData<Lists>(['tickets', {}])
  const changes = { status: 'resolved' }
  applyNews(queryClient, told({ event: 'ticket_updated', id: 1, changes, version: 4 }))
  expect(queryClient.getQueryData(['ticket', 1])).toMatchObject({ status: 'resolved', version: 4 })
  for (const key of [
    ['tickets', {}],
    ['board', {}, 'C19:NEW'],
  ]) {
    const after = queryClient.getQueryData<Lists>(key)
    expect(after?.pages[0]?.items[0]).toMatchObject({ status: 'resolved' })
    expect(after?.pages[1]).toBe(before?.pages[1])
  }
})

test('news that are late change nothing', () => {
  const queryClient = shown()
  const before = queryClient.getQueryData(['ticket', 1])
  const changes = { status: 'resolved' }
  applyNews(queryClient, told({ event: 'deal_updated', id: 1, changes, version: 2 }))
  expect(queryClient.getQueryData(['ticket', 1])).toBe(before)
})

test('a message that is gone is gone, and one that came is asked for', () => {
  const queryClient = shown()
  const said = (id: number) => ({ id }) as Message
  queryClient.setQueryData(['timeline', 1], { pages: [pageOf(said(5), said(6))], pageParams: [null] })
  applyNews(queryClient, told({ event: 'deal_updated', id: 1, changes: { removed_activity: 5 } }))
  expect(queryClient.getQueryData(['timeline', 1])).toMatchObject({ pages: [{ items: [{ id: 6 }] }] })
  applyNews(queryClient, told({ event: 'new_comment', id: 1, activity: {} }))
  expect(queryClient.getQueryState(['timeline', 1])?.isInvalidated).toBe(true)
})
