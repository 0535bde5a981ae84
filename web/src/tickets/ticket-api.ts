import type { ManyWish } from '../../../src/tickets/change-many.ts'
import type { FormMeta } from '../../../src/tickets/describe-form.ts'
import type { TicketWish } from '../../../src/tickets/find-change.ts'
import type { AuditLine } from '../../../src/tickets/list-audit.ts'
import type { followUpAt, Message, newMessageAt } from '../../../src/tickets/message.ts'
import type { newEmailAt } from '../../../src/tickets/new-email.ts'
import type { newTicketAt } from '../../../src/tickets/new-ticket.ts'
import type { TicketDetail } from '../../../src/tickets/read-ticket.ts'
import type { ChangedTicket } from '../../../src/tickets/show-changed.ts'
import type { Ticket } from '../../../src/tickets/ticket.ts'
import { call } from '../api.ts'
import { type Sending, sendFile } from '../send-file.ts'

export type { AuditLine, ChangedTicket, FormMeta, Message, Ticket, TicketDetail }
export type Page<T> = { items: T[]; next_cursor: string | null; total?: number }
/** As GET /api/v1/tickets takes it; several values of one name are listed with commas. */
export type TicketSearch = Record<string, string | number | boolean | undefined>
/** As they go over the wire. */
export type NewTicket = ReturnType<typeof newTicketAt>['_input']
export type NewMessage = ReturnType<typeof newMessageAt>['_input']
export type NewFollowUp = ReturnType<typeof followUpAt>['_input']
export type NewEmail = ReturnType<typeof newEmailAt>['_input']
export type TicketChange = (typeof TicketWish)['_input']
export type ManyChange = (typeof ManyWish)['_input']
export type ManyResult = {
  id: number
  ok: boolean
  status: 'changed' | 'unchanged' | 'pending' | 'failed'
  code?: string
  message?: string
}
export type Upload = { upload_id: string; filename: string; size: number; mime: string }

export function queryOf(search: TicketSearch): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`
}

const path = (id: number, rest = '') => `/api/v1/tickets/${id}${rest}`

export const ticketApi = {
  list: (search: TicketSearch) => call<Page<Ticket>>('GET', `/api/v1/tickets${queryOf(search)}`),
  read: (id: number) => call<TicketDetail>('GET', path(id)),
  meta: () => call<FormMeta>('GET', '/api/v1/meta'),
  /** `key`: sent again with the same one, it is the same ticket. */
  open: (ticket: NewTicket, key: string) =>
    call<Ticket>('POST', '/api/v1/tickets', ticket, { 'Idempotency-Key': key }),
  upload: (file: File, sending?: Sending) => sendFile<Upload>('POST', '/api/v1/uploads', file, sending),
  /** `version`: of what was looked at. Refused with `version-conflict` if that is not how it is any more. */
  change: (id: number, version: number, change: TicketChange) =>
    call<ChangedTicket>('PATCH', path(id), change, { 'If-Match': `"${version}"` }),
  changeMany: async (change: ManyChange) =>
    (await call<{ results: ManyResult[] }>('POST', '/api/v1/tickets/bulk', change)).results,
  say: (id: number, message: NewMessage) => call<Message>('POST', path(id, '/messages'), message),
  /** What is closed goes on in a new ticket: `ticket_id` of the answer. */
  followUp: (id: number, message: NewFollowUp) => call<Message>('POST', path(id, '/follow-up'), message),
  mail: (id: number, email: NewEmail) => call<Message>('POST', path(id, '/emails'), email),
  audit: (id: number, cursor?: string) =>
    call<Page<AuditLine>>('GET', path(id, `/audit${queryOf({ limit: 30, cursor })}`)),
  timeline: (id: number, cursor?: string) =>
    call<Page<Message>>('GET', path(id, `/messages${queryOf({ limit: 30, cursor })}`)),
  markRead: (id: number, last_message_id?: number) =>
    call('POST', path(id, '/read'), last_message_id === undefined ? {} : { last_message_id }),
  snooze: (id: number, until: string) => call('POST', path(id, '/snooze'), { until }),
  wake: (id: number) => call('DELETE', path(id, '/snooze')),
  close: (id: number, closing: { rating?: number; comment?: string; reason?: string }) =>
    call<Ticket>('POST', path(id, '/close'), closing),
  rate: (id: number, rating: { rating: number; feedback?: string }) =>
    call<{ ticket: Ticket }>('POST', path(id, '/rating'), rating),
  reopen: (id: number, message?: string) =>
    call<Ticket>('POST', path(id, '/reopen'), message ? { message } : {}),
}
