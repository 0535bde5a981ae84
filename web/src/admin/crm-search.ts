import type { EventFilter, InboxEvent } from './sync-api.ts'

export const CRM_PARTS = ['now', 'dead', 'drift', 'events'] as const
export type CrmPart = (typeof CRM_PARTS)[number]
export const EVENT_STATES = [
  'waiting',
  'routed',
  'done',
  'parked',
  'ignored',
] as const satisfies InboxEvent['state'][]

/** Moments as somebody types them, by the clock where they sit: `2026-01-15T08:00`. */
export type EventSearch = { state?: InboxEvent['state']; deal?: number; from?: string; to?: string }
export type CrmSearch = EventSearch & { part?: CrmPart }

/** Which part of the page the address means, and which events. */
export function readCrmSearch(search: Record<string, unknown>): CrmSearch {
  const part = CRM_PARTS.find((one) => one === search.part)
  if (part !== 'events') return part && part !== 'now' ? { part } : {}
  const state = EVENT_STATES.find((one) => one === search.state)
  const { deal, from, to } = search
  return {
    part,
    ...(state && { state }),
    ...(Number.isInteger(deal) && Number(deal) > 0 && Number(deal) <= LARGEST_DEAL && { deal: Number(deal) }),
    ...(isMoment(from) && { from }),
    ...(isMoment(to) && { to }),
  }
}

const LARGEST_DEAL = 2_147_483_647
const isMoment = (text: unknown): text is string =>
  typeof text === 'string' && /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

export const isBackwards = ({ from, to }: EventSearch) => from !== undefined && to !== undefined && to <= from

/** As the gateway is asked. */
export function filterOf({ state, deal, from, to }: EventSearch): EventFilter {
  return {
    ...(state && { state }),
    ...(deal && { deal_id: deal }),
    ...(from && { from: new Date(from).toISOString() }),
    ...(to && { to: new Date(to).toISOString() }),
  }
}
