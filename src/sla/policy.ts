import type { Priority, Status } from '#src/db/ticket-schema.ts'
import type { Calendar } from './calendar.ts'

export const CLOCKS = ['first_response', 'next_response', 'resolution'] as const
export type ClockName = (typeof CLOCKS)[number]

/** Of the target, when people are told; at 100 it is breached. */
export const WARNING_PERCENTS = [75, 90, 100, 150] as const
export type WarningPercent = (typeof WARNING_PERCENTS)[number]

export const PAUSE_STATUSES = ['waiting_for_user', 'on_hold'] as const satisfies Status[]
export type PauseStatus = (typeof PAUSE_STATUSES)[number]

/** Minutes of work. Without one there is no such clock. */
export type Targets = Readonly<{
  firstResponseMin?: number
  nextResponseMin?: number
  resolutionMin?: number
}>

export type EscalationAction = Readonly<
  | { kind: 'notify'; whom: 'assignee' | 'lead' | 'department' }
  | { kind: 'reassign'; to: number }
  | { kind: 'raise-priority' }
>
export type Escalation = Readonly<{ clock: ClockName; at: WarningPercent; do: EscalationAction }>

/** What is not named does not matter; of what is named, one has to fit. */
export type PolicyMatch = Readonly<{
  /** Slugs. */
  categories?: readonly string[]
  priorities?: readonly Priority[]
  departments?: readonly string[]
  /** Departments of requesters. */
  groups?: readonly string[]
}>

export type Policy = Readonly<{
  /** null: the one that holds where no other does. */
  id: number | null
  name: string
  position: number
  isActive: boolean
  match: PolicyMatch
  calendarId: number | null
  isUrgentAroundTheClock: boolean
  /** When the resolution clock stands still. */
  pauseStatuses: readonly PauseStatus[]
  targets: Readonly<Partial<Record<Priority, Targets>>>
  escalations: readonly Escalation[]
}>

/** A policy with the calendar that it had then: what a history keeps, so that no later edit changes the past. */
export type AppliedPolicy = Readonly<{ policy: Policy; calendar: Calendar }>
