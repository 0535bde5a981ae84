import type { InboxEvent } from './sync-api.ts'

export type CrmPart = 'now' | 'dead' | 'drift' | 'events'
/** Moments as somebody types them, by the clock where they sit: `2026-01-15T08:00`. */
export type EventSearch = { state?: InboxEvent['state']; deal?: number; from?: string; to?: string }
/** Loaded with the first page, so which events are meant is read where they are shown. */
export type CrmSearch = Record<string, unknown> & { part?: CrmPart }

/** Which part of the page the address means. */
export const readCrmSearch = ({ part, ...rest }: Record<string, unknown>): CrmSearch =>
  part === 'events' ? { ...rest, part } : part === 'dead' || part === 'drift' ? { part } : {}
