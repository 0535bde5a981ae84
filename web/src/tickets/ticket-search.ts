import type { Ticket, TicketSearch } from './ticket-api.ts'

export const STATUSES = [
  'open',
  'in_progress',
  'waiting_for_user',
  'on_hold',
  'resolved',
  'closed',
] as const satisfies Ticket['status'][]
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const satisfies Ticket['priority'][]
export const SLA_STATES = ['breached', 'at_risk', 'ok', 'paused'] as const

/** What the board and the list are narrowed by, as it stands in the address; several values with commas, as the API takes them. */
export type TicketFilters = {
  q?: string
  status?: string
  priority?: string
  category?: string
  department?: string
  /** 0: nobody. */
  assigned_to?: number
  tag?: string
  sla?: (typeof SLA_STATES)[number]
  unread?: boolean
  /** Put off: those are shown only to whoever asks for them, or searches. */
  snoozed?: boolean
}
export const FILTER_NAMES = [
  'q',
  'status',
  'priority',
  'category',
  'department',
  'assigned_to',
  'tag',
  'sla',
  'unread',
  'snoozed',
] as const satisfies (keyof TicketFilters)[]

/** Out of an address that anybody may have typed: what is not known is left out. */
export function readFilters(search: Record<string, unknown>): TicketFilters {
  const found = {
    q: text(search.q, 200),
    status: listed(search.status, STATUSES),
    priority: listed(search.priority, PRIORITIES),
    category: text(search.category, 64),
    department: text(search.department, 100),
    assigned_to: wholeNumber(search.assigned_to),
    tag: text(search.tag, 40),
    sla: SLA_STATES.find((state) => state === search.sla),
    unread: search.unread === true ? true : undefined,
    snoozed: search.snoozed === true ? true : undefined,
  }
  // exactOptionalPropertyTypes: what is undefined is not there.
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as TicketFilters
}

export const asQuery = (filters: TicketFilters): TicketSearch => ({
  ...filters,
  snoozed: filters.snoozed ?? (filters.q === undefined ? false : undefined),
})

export const countFilters = ({ q: _, ...filters }: TicketFilters) => Object.keys(filters).length

export const valuesOf = (listed: string | undefined) => (listed ? listed.split(',') : [])

function text(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).trim().slice(0, longest) || undefined
}

function listed(value: unknown, known: readonly string[]): string | undefined {
  if (typeof value !== 'string') return undefined
  const named = value.split(',')
  return known.filter((one) => named.includes(one)).join(',') || undefined
}

const wholeNumber = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647
    ? value
    : undefined
