import type { Ticket } from '../tickets/ticket-api.ts'

type End = { outcome: 'open' | 'won' | 'lost' }

/** What is due next stands on top; of what is over, what was touched last. */
export const sortOf = ({ outcome }: End) =>
  outcome === 'open'
    ? ({ sort: 'deadline', order: 'asc' } as const)
    : ({ sort: 'updated', order: 'desc' } as const)

/** The same order as the gateway has, so that what is told has its place among what was read. */
export function compareCards({ outcome }: End): (one: Ticket, other: Ticket) => number {
  if (outcome !== 'open')
    return (one, other) => Date.parse(other.updated_at) - Date.parse(one.updated_at) || other.id - one.id
  return (one, other) => dueMs(one) - dueMs(other) || one.id - other.id
}

// A number and not Infinity, of which two have no difference.
const dueMs = ({ date_deadline }: Ticket) =>
  date_deadline === null ? Number.MAX_SAFE_INTEGER : Date.parse(date_deadline)
