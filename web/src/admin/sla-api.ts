import { queryOptions } from '@tanstack/react-query'
import type { CalendarBody } from '../../../src/sla/calendar-body.ts'
import type { PolicyBody } from '../../../src/sla/policy-body.ts'
import type { Preview } from '../../../src/sla/preview-sla.ts'
import type { SlaCalendar, SlaTemplate } from '../../../src/sla/sla-calendar.ts'
import type { SlaPolicy } from '../../../src/sla/sla-policy.ts'
import { call } from '../api.ts'
import type { Ticket } from '../tickets/ticket-api.ts'

export type { CalendarBody, PolicyBody, Preview, SlaCalendar, SlaPolicy, SlaTemplate }
export type Priority = Ticket['priority']
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const satisfies Priority[]

const base = '/api/v1/sla'
export const slaKey = ['sla']
type All<T> = { items: T[] }

export const policiesQuery = queryOptions({
  queryKey: [...slaKey, 'policies'],
  queryFn: async () => (await call<All<SlaPolicy>>('GET', `${base}/policies?limit=200`)).items,
})
export const calendarsQuery = queryOptions({
  queryKey: [...slaKey, 'calendars'],
  queryFn: async () => (await call<All<SlaCalendar>>('GET', `${base}/calendars?limit=200`)).items,
})
export const templatesQuery = queryOptions({
  queryKey: [...slaKey, 'templates'],
  queryFn: async () => (await call<All<SlaTemplate>>('GET', `${base}/calendar-templates`)).items,
  staleTime: Number.POSITIVE_INFINITY,
})

type What = 'policies' | 'calendars'
type Kept = { id: number; version: number }
const match = ({ version }: Kept) => ({ 'If-Match': `"${version}"` })

export const slaApi = {
  /** Over what was looked at, if it still is so. */
  save: (what: What, kept: Kept | null, body: PolicyBody | CalendarBody) =>
    kept
      ? call('PUT', `${base}/${what}/${kept.id}`, body, match(kept))
      : call('POST', `${base}/${what}`, body),
  remove: (what: What, kept: Kept) => call('DELETE', `${base}/${what}/${kept.id}`, undefined, match(kept)),
  /** All of them, as they were looked at, and in this order. */
  order: (policies: readonly Kept[]) =>
    call('PUT', `${base}/policies/order`, { order: policies.map(({ id, version }) => ({ id, version })) }),
  preview: (wish: { policy?: PolicyBody; calendar?: CalendarBody; priority: Priority; from: string }) =>
    call<Preview>('POST', `${base}/preview`, wish),
}
