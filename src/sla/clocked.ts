import type { Priority, Status } from '#src/db/ticket-schema.ts'
import type { CategoryId, TicketId } from '#src/ids.ts'
import { isOver } from './clock-table.ts'
import type { HistoryEvent } from './history.ts'

/** What of a ticket's row its clocks depend on. */
export type Clocked = {
  id: TicketId
  status: Status
  priority: Priority
  categoryId: CategoryId | null
  assigneeDepartment: string | null
  requesterDepartment: string | null
  createdAt: Date
  dateDeadline: Date | null
  crmDeletedAt: Date | null
  crmLeftAt: Date | null
  mergedIntoId: TicketId | null
}

export type Happened = HistoryEvent & { at: Date }

/** Of a ticket, what its clocks may have to know. */
export type ClockChange = {
  /** null: it was filed just now. */
  before: Clocked | null
  after: Clocked
  /** When it was changed. */
  at: Date
  /** When its status was, if not then. */
  statusAt?: Date
  /** Said in public, at moments of their own. */
  said?: readonly Happened[]
  /** The deadline of `after` was set by a person. */
  isDeadlineByHand?: boolean
  /** Policies may be others than when it was matched. */
  isRematched?: boolean
}

/** Whom a policy is for: a ticket in which one of these is another may have another policy. */
const MATCHED = ['priority', 'categoryId', 'assigneeDepartment', 'requesterDepartment'] as const

export const mayHaveOtherPolicy = ({ before, after, isRematched }: ClockChange) =>
  isRematched || before === null || MATCHED.some((name) => before[name] !== after[name])

/** What happened, without policies; nothing, where the clocks need not be asked at all. */
export function eventsOf(change: ClockChange): Happened[] {
  const { before, after, at, statusAt = at, said = [], isDeadlineByHand = false } = change
  const events: Happened[] = [...said]
  if (before === null) {
    const { priority, status, createdAt } = after
    // What is over when it is heard of for the first time was not over from the start.
    const first = isOver(status) ? 'open' : status
    events.unshift({ kind: 'created', data: { priority, status: first }, at: createdAt })
    if (first !== status) events.push({ kind: 'status', data: { to: status }, at: statusAt })
  }
  // Which ended by what it says: what left goes on when it is back.
  const [was, is] = [before && wentAs(before), wentAs(after)]
  if (before && !was && is) events.push({ kind: is, data: {}, at })
  if (was && !is) events.push({ kind: 'came-back', data: {}, at })
  if (before && before.status !== after.status)
    events.push({ kind: 'status', data: { to: after.status }, at: statusAt })
  if (before && before.priority !== after.priority)
    events.push({ kind: 'priority', data: { to: after.priority }, at })
  if (isDeadlineByHand)
    events.push({ kind: 'deadline-set', data: { dueAt: after.dateDeadline?.toISOString() ?? null }, at })
  return events
}

const wentAs = (ticket: Clocked): 'moved-out' | 'merged' | null =>
  isGone(ticket) ? 'moved-out' : ticket.mergedIntoId === null ? null : 'merged'

export const isGone = ({ crmDeletedAt, crmLeftAt }: Clocked) => crmDeletedAt !== null || crmLeftAt !== null
