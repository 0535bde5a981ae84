import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { currentLocale } from '../texts.ts'
import { keepNewerTicket, keepNewerTickets } from './keep-newer.ts'
import { type TicketSearch, ticketApi } from './ticket-api.ts'

export const ticketQuery = (id: number) =>
  queryOptions({
    queryKey: ['ticket', id],
    queryFn: () => ticketApi.read(id),
    structuralSharing: keepNewerTicket,
    staleTime: 30_000,
  })

export const ticketListQuery = (search: TicketSearch) =>
  infiniteQueryOptions({
    queryKey: ['tickets', search],
    queryFn: ({ pageParam }) =>
      ticketApi.list({ ...search, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    structuralSharing: keepNewerTickets,
    staleTime: 30_000,
  })

/** The first page is the newest; within a page the oldest come first. */
export const timelineQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam }) => ticketApi.timeline(id, pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 30_000,
  })

/** The latest first. */
export const auditQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['audit', id],
    queryFn: ({ pageParam }) => ticketApi.audit(id, pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

/** Categories, priorities, statuses and limits, in the language of whoever reads. */
export const metaQuery = () =>
  queryOptions({ queryKey: ['meta', currentLocale()], queryFn: ticketApi.meta, staleTime: 10 * 60_000 })
