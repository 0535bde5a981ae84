import type { Message } from '../../../src/tickets/message.ts'
import type { NewTicket } from '../../../src/tickets/new-ticket.ts'
import type { TicketDetail } from '../../../src/tickets/read-ticket.ts'
import type { Ticket } from '../../../src/tickets/ticket.ts'
import { call } from '../api.ts'

export type { Message, NewTicket, Ticket, TicketDetail }
export type Page<T> = { items: T[]; next_cursor: string | null }
/** As GET /api/v1/tickets takes it; several values of one name are listed with commas. */
export type TicketSearch = Record<string, string | number | boolean | undefined>

export function queryOf(search: TicketSearch): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`
}

const path = (id: number, rest = '') => `/api/v1/tickets/${id}${rest}`

export const ticketApi = {
  list: (search: TicketSearch) => call<Page<Ticket>>('GET', `/api/v1/tickets${queryOf(search)}`),
  read: (id: number) => call<TicketDetail>('GET', path(id)),
  timeline: (id: number, cursor?: string) =>
    call<Page<Message>>('GET', path(id, `/messages${queryOf({ limit: 30, cursor })}`)),
  markRead: (id: number, last_message_id?: number) =>
    call('POST', path(id, '/read'), last_message_id === undefined ? {} : { last_message_id }),
  close: (id: number, closing: { rating?: number; comment?: string; reason?: string }) =>
    call<Ticket>('POST', path(id, '/close'), closing),
  rate: (id: number, rating: { rating: number; feedback?: string }) =>
    call<{ ticket: Ticket }>('POST', path(id, '/rating'), rating),
  reopen: (id: number, message?: string) =>
    call<Ticket>('POST', path(id, '/reopen'), message ? { message } : {}),
}
