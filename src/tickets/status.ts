import type { Status } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'

/** What can happen to a ticket that may change its status. */
export type Trigger =
  | { kind: 'assigned' }
  | { kind: 'team-replied'; statusAfter?: StatusAfter | undefined }
  | { kind: 'requester-replied' }
  /** Somebody in copy, for whom nothing that is over begins anew. */
  | { kind: 'copied-replied' }
  /** By a person of the team, or by the CRM. */
  | { kind: 'set'; to: Status }
  | { kind: 'closed' }
  | { kind: 'reopened'; by: 'requester' | 'team' }

export const STATUS_AFTER = ['keep', 'in_progress', 'waiting_for_user', 'resolved'] as const
export type StatusAfter = (typeof STATUS_AFTER)[number]

export type Rules = {
  assignStartsWork: boolean
  closedReply: 'reopen' | 'reject' | 'follow_up'
  reopenWindowDays: number
}
type Standing = { status: Status; closedAt: Date | null }

const DAY_MS = 24 * 3_600_000

/** The one place that says what becomes of a ticket's status; `follow-up`: what was said begins a new ticket. */
export function nextStatus(
  { status, closedAt }: Standing,
  trigger: Trigger,
  rules: Rules,
  now: Date,
): Status | 'follow-up' {
  const isWithinWindow =
    closedAt === null || now.getTime() - closedAt.getTime() <= rules.reopenWindowDays * DAY_MS
  switch (trigger.kind) {
    case 'assigned':
      return status === 'open' && rules.assignStartsWork ? 'in_progress' : status
    case 'team-replied':
      return afterTeamReply(status, trigger.statusAfter)
    case 'requester-replied':
      if (status !== 'closed') return afterRequesterReply(status)
      if (rules.closedReply === 'reject') throw new DomainError('ticket-closed')
      return rules.closedReply === 'reopen' && isWithinWindow ? 'open' : 'follow-up'
    case 'copied-replied':
      if (status === 'closed') throw new DomainError('ticket-closed')
      return status === 'waiting_for_user' ? 'in_progress' : status
    case 'set':
      // What is final is opened again first, by whoever may.
      if (status === 'closed' && trigger.to !== 'closed')
        throw new DomainError('invalid-transition', { from: status, to: trigger.to })
      return trigger.to
    case 'closed':
      return 'closed'
    case 'reopened':
      if (status !== 'closed' && status !== 'resolved')
        throw new DomainError('invalid-transition', { from: status, to: 'open' })
      if (trigger.by === 'requester' && !isWithinWindow)
        throw new DomainError('reopen-window-over', { days: rules.reopenWindowDays })
      return 'open'
  }
}

/** Of what is not closed. */
export function afterRequesterReply(status: Exclude<Status, 'closed'>): Status {
  if (status === 'waiting_for_user') return 'in_progress'
  return status === 'resolved' ? 'open' : status
}

function afterTeamReply(status: Status, statusAfter: StatusAfter | undefined): Status {
  if (status === 'closed') {
    // Something to add to what is over; it stays over.
    if (statusAfter === undefined || statusAfter === 'keep') return 'closed'
    throw new DomainError('invalid-transition', { from: status, to: statusAfter })
  }
  if (statusAfter === 'keep') return status
  if (statusAfter !== undefined) return statusAfter
  if (status === 'open') return 'in_progress'
  return status === 'in_progress' ? 'waiting_for_user' : status
}

type Moments = {
  resolvedAt: Date | null
  closedAt: Date | null
  reopenCount: number
  closeReason: string | null
}

/** What a change of status brings with it. One rating for each closure: what was said of an earlier one goes. */
export function columnsOfStatus(before: Standing & Moments, to: Status, now: Date, closeReason?: string) {
  const wasOver = isOver(before.status)
  if (before.status === to) return {}
  if (isOver(to)) {
    const resolvedAt = before.resolvedAt ?? now
    return to === 'closed'
      ? { status: to, resolvedAt, closedAt: now, closeReason: closeReason ?? null }
      : { status: to, resolvedAt: now, closedAt: null }
  }
  if (!wasOver) return { status: to }
  return {
    status: to,
    resolvedAt: null,
    closedAt: null,
    closeReason: null,
    // It goes on by itself again.
    mergedIntoId: null,
    reopenCount: before.reopenCount + 1,
    rating: null,
    ratingFeedback: null,
    ratedAt: null,
  }
}

export const isOver = (status: Status) => status === 'resolved' || status === 'closed'
