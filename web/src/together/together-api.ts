import { queryOptions } from '@tanstack/react-query'
import type { Colleague } from '../../../src/accounts/find-colleagues.ts'
import type { Relation, TicketLinks } from '../../../src/tickets/link.ts'
import type { Watcher } from '../../../src/tickets/watch-ticket.ts'
import { call } from '../api.ts'
import type { Ticket } from '../tickets/ticket-api.ts'

export type { Relation, TicketLinks, Watcher }

type List<T> = { items: T[] }
type Splitting = { message_id: number; title: string }

const path = (id: number, rest: string) => `/api/v1/tickets/${id}${rest}`

export const togetherApi = {
  watchers: (id: number) => call<List<Watcher>>('GET', path(id, '/watchers')),
  addWatcher: (id: number, userId: number) => call<List<Watcher>>('PUT', path(id, `/watchers/${userId}`)),
  removeWatcher: (id: number, userId: number) => call('DELETE', path(id, `/watchers/${userId}`)),
  colleagues: (q: string) => call<List<Colleague>>('GET', `/api/v1/colleagues?${new URLSearchParams({ q })}`),
  links: (id: number) => call<TicketLinks>('GET', path(id, '/links')),
  addLink: (id: number, relation: Relation, other_id: number) =>
    call<TicketLinks>('POST', path(id, '/links'), { relation, other_id }),
  removeLink: (id: number, linkId: number) => call('DELETE', path(id, `/links/${linkId}`)),
  merge: (id: number, into: number, confirm: boolean) =>
    call<Ticket>('POST', path(id, '/merge'), { into, confirm }),
  /** `key`: sent again with the same one, it is the same ticket. */
  split: (id: number, splitting: Splitting, key: string) =>
    call<Ticket>('POST', path(id, '/split'), splitting, { 'Idempotency-Key': key }),
}

/** Under the ticket's own key: whatever happens to it may change them. `who`: as the ticket has them. */
export const watchersQuery = (id: number, who: readonly number[]) =>
  queryOptions({ queryKey: ['ticket', id, 'watchers', who], queryFn: () => togetherApi.watchers(id) })

export const linksQuery = (id: number) =>
  queryOptions({ queryKey: ['ticket', id, 'links'], queryFn: () => togetherApi.links(id) })
