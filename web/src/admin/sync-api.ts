import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Job } from '../../../src/jobs/job.ts'
import type { BackfillStatus } from '../../../src/sync/backfill-status.ts'
import type { DriftFinding, DriftReport } from '../../../src/sync/drift.ts'
import type { EventCount, InboxEvent, Replayed, WholeInboxEvent } from '../../../src/sync/inbox-event.ts'
import type { SyncStatus } from '../../../src/sync/sync-status.ts'
import { call } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'

export type { BackfillStatus, DriftFinding, DriftReport, InboxEvent, SyncStatus }
export type WholeEvent = (typeof WholeInboxEvent)['_output']
export type ShownJob = (typeof Job)['_output']
export type EventFilter = { state?: InboxEvent['state']; deal_id?: number; from?: string; to?: string }

const OFTEN_MS = 5_000
/** Pages that are asked for again and again. */
const MOST_LIVE = 3
/** While something goes on that is looked at. */
const CLOSELY_MS = 2_000
/** As many as the gateway does at once. */
const MOST_REPLAYED = 10_000
const base = '/api/v1/admin'

/** Asked again and again, but only while somebody looks. */
export const syncQuery = queryOptions({
  queryKey: ['sync', 'status'],
  queryFn: () => call<SyncStatus>('GET', `${base}/sync`),
  refetchInterval: ({ state: { data } }) =>
    data?.backfills.some(({ state }) => state === 'running' || state === 'waiting') ? CLOSELY_MS : OFTEN_MS,
})

const listOf = <T>(
  key: readonly unknown[],
  path: string,
  search: Record<string, string | number | undefined>,
) =>
  infiniteQueryOptions({
    queryKey: ['sync', ...key],
    queryFn: ({ pageParam }) =>
      call<Page<T>>(
        'GET',
        `${base}${path}${queryOf({ ...search, limit: 30, cursor: pageParam ?? undefined })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Whoever has gone far back reads on undisturbed.
    refetchInterval: ({ state: { data } }) => (data && data.pages.length > MOST_LIVE ? false : 3 * OFTEN_MS),
  })

export const deadJobsQuery = listOf<ShownJob>(['dead'], '/jobs', { state: 'dead' })
export const driftQuery = listOf<DriftFinding>(['drift'], '/sync/drift', { state: 'open' })
export const eventsQuery = (filter: EventFilter) =>
  listOf<InboxEvent>(['events', filter], '/sync/events', filter)
export const eventCountQuery = (filter: EventFilter) =>
  queryOptions({
    queryKey: ['sync', 'count', filter],
    queryFn: () => call<EventCount>('GET', `${base}/sync/events/count${queryOf(filter)}`),
    gcTime: 0,
  })
export const eventQuery = (id: number) =>
  queryOptions({
    queryKey: ['sync', 'event', id],
    queryFn: () => call<WholeEvent>('GET', `${base}/sync/events/${id}`),
  })

export const syncApi = {
  redrive: (id: number) => call('POST', `${base}/jobs/${id}/redrive`),
  redriveAll: async () => (await call<{ redriven: number }>('POST', `${base}/jobs/redrive`, {})).redriven,
  giveUp: (id: number) => call('DELETE', `${base}/jobs/${id}`),
  backfill: (what: { pipeline_id: number; since?: string }) => call('POST', `${base}/sync/backfill`, what),
  compare: (what: { deal_id?: number; sample?: number; mend: boolean }) =>
    call<DriftReport>('POST', `${base}/sync/drift`, what),
  replay: (id: number) => call('POST', `${base}/sync/events/${id}/replay`),
  /** In their order; returns how many. */
  replayAll: async (filter: EventFilter) =>
    (await call<Replayed>('POST', `${base}/sync/events/replay`, { ...filter, limit: MOST_REPLAYED }))
      .replayed,
}
