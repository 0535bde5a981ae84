import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Job } from '../../../src/jobs/job.ts'
import type { BackfillStatus } from '../../../src/sync/backfill-status.ts'
import type { DriftFinding, DriftReport } from '../../../src/sync/drift.ts'
import type { InboxEvent, WholeInboxEvent } from '../../../src/sync/inbox-event.ts'
import type { SyncStatus } from '../../../src/sync/sync-status.ts'
import { call } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'

export type { BackfillStatus, DriftFinding, DriftReport, InboxEvent, SyncStatus }
export type WholeEvent = (typeof WholeInboxEvent)['_output']
export type ShownJob = (typeof Job)['_output']
export type EventFilter = { state?: InboxEvent['state']; deal_id?: number }

const OFTEN_MS = 5_000
/** While something goes on that is looked at. */
const CLOSELY_MS = 2_000
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
    refetchInterval: 3 * OFTEN_MS,
  })

export const deadJobsQuery = listOf<ShownJob>(['dead'], '/jobs', { state: 'dead' })
export const driftQuery = listOf<DriftFinding>(['drift'], '/sync/drift', { state: 'open' })
export const eventsQuery = (filter: EventFilter) =>
  listOf<InboxEvent>(['events', filter], '/sync/events', filter)
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
  replayAll: (filter: EventFilter) =>
    call<{ replayed: number; is_more: boolean }>('POST', `${base}/sync/events/replay`, filter),
}
