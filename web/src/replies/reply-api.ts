import { queryOptions } from '@tanstack/react-query'
import type {
  MacroChange,
  NewMacro,
  NewReply,
  Macro as OneMacro,
  Reply as OneReply,
  ReplyChange,
} from '../../../src/replies/reply.ts'
import { call } from '../api.ts'
import { type ChangedTicket, type Page, queryOf } from '../tickets/ticket-api.ts'

export type Kind = 'reply' | 'macro'
export type Reply = OneReply
export type Macro = OneMacro
/** As one list shows either: a reply changes nothing. */
export type Entry = Reply & Partial<Pick<Macro, 'is_internal' | 'changes'>>
/** As they go over the wire. */
export type NewEntry = (typeof NewReply)['_input'] | (typeof NewMacro)['_input']
export type EntryChange = (typeof ReplyChange)['_input'] | (typeof MacroChange)['_input']

const PATHS = { reply: '/api/v1/replies', macro: '/api/v1/macros' } as const
/** Whoever keeps more finds the rest by searching. */
const MOST_SHOWN = 200

export const entriesQuery = (kind: Kind, { q = '', ticketId }: { q?: string; ticketId?: number } = {}) =>
  queryOptions({
    queryKey: ['replies', kind, q, ticketId ?? null],
    queryFn: async () => {
      const search = { q, limit: MOST_SHOWN, ticket_id: ticketId }
      return (await call<Page<Entry>>('GET', `${PATHS[kind]}${queryOf(search)}`)).items
    },
    staleTime: 60_000,
  })

export const replyApi = {
  add: (kind: Kind, entry: NewEntry) => call<Entry>('POST', PATHS[kind], entry),
  /** `version`: of what was looked at. */
  change: (kind: Kind, { id, version }: Entry, change: EntryChange) =>
    call<Entry>('PATCH', `${PATHS[kind]}/${id}`, change, { 'If-Match': `"${version}"` }),
  drop: (kind: Kind, id: number) => call('DELETE', `${PATHS[kind]}/${id}`),
  apply: (ticketId: number, use: { macro_id: number; client_id: string }) =>
    call<ChangedTicket>('POST', `/api/v1/tickets/${ticketId}/macro`, use),
}
