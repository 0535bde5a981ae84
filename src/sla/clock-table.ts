import type { Status } from '#src/db/ticket-schema.ts'
import type { ClockName } from './policy.ts'

/** What may happen to a ticket that its clocks know of. */
export type Happening =
  | 'created'
  | 'team-replied'
  | 'requester-wrote'
  | 'waits-for-requester'
  | 'is-on-hold'
  | 'is-worked-on'
  | 'resolved'
  | 'reopened'
  | 'terms-changed'
  | 'left'

/** What becomes of a clock; each is done in clock-effects.ts. `nothing` is also what a message or note without a line here does. */
export type Effect =
  | 'nothing'
  /** Unless it is open already: then the oldest is the one that counts. */
  | 'start'
  | 'fulfil'
  | 'cancel'
  | 'pause'
  /** Stands still in this status if the policy says so, and otherwise runs. */
  | 'pause-by-policy'
  /** If it is paused. */
  | 'resume'
  /** Goes on after it was over. */
  | 'reopen'
  | 'carry-over'

/** The same for every policy; docs/sla.md has it in words. */
export const CLOCK_TABLE: Record<Happening, Record<ClockName, Effect>> = {
  created: { first_response: 'start', next_response: 'nothing', resolution: 'start' },
  'team-replied': { first_response: 'fulfil', next_response: 'fulfil', resolution: 'nothing' },
  'requester-wrote': { first_response: 'nothing', next_response: 'start', resolution: 'resume' },
  'waits-for-requester': {
    first_response: 'resume',
    next_response: 'cancel',
    resolution: 'pause-by-policy',
  },
  'is-on-hold': { first_response: 'pause', next_response: 'pause', resolution: 'pause-by-policy' },
  'is-worked-on': { first_response: 'resume', next_response: 'resume', resolution: 'resume' },
  resolved: { first_response: 'fulfil', next_response: 'cancel', resolution: 'fulfil' },
  reopened: { first_response: 'nothing', next_response: 'start', resolution: 'reopen' },
  'terms-changed': { first_response: 'carry-over', next_response: 'carry-over', resolution: 'carry-over' },
  left: { first_response: 'cancel', next_response: 'cancel', resolution: 'cancel' },
}

/** How a ticket that is not over stands. */
export function standingOf(status: Status): Happening {
  if (status === 'waiting_for_user') return 'waits-for-requester'
  return status === 'on_hold' ? 'is-on-hold' : 'is-worked-on'
}

export const isOver = (status: Status) => status === 'resolved' || status === 'closed'
