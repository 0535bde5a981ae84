import type { Priority, Status } from '#src/db/ticket-schema.ts'
import type { AppliedPolicy, ClockName } from './policy.ts'

/** What of a ticket's life moves its clocks. Whatever is not here (internal notes, automatic replies) does not. */
export type HistoryEvent =
  | { kind: 'created'; data: { priority: Priority; status: Status } }
  /** In public, by a person of the team. */
  | { kind: 'team-replied'; data: Empty }
  | { kind: 'requester-wrote'; data: Empty }
  | { kind: 'status'; data: { to: Status } }
  | { kind: 'priority'; data: { to: Priority } }
  /** null: the default. */
  | { kind: 'policy'; data: AppliedPolicy | null }
  /** By hand; ISO, or null: it follows from the policy again. */
  | { kind: 'deadline-set'; data: { dueAt: string | null } }
  | { kind: 'merged'; data: Empty }
  | { kind: 'moved-out'; data: Empty }
  /** What was merged or moved out is ours again. */
  | { kind: 'came-back'; data: Empty }
  /** People were told, so it stays, whatever becomes known of earlier moments. `startedAt` says which next response. */
  | { kind: 'breached'; data: { clock: ClockName; startedAt: string; dueAt: string } }

type Empty = Record<string, never>

/** `data` is kept as JSON. Of the same moment, the one with the smaller id was first. */
export type HistoryLine = HistoryEvent & { id: number; at: Date }
