import type { Priority, Status } from '#src/db/ticket-schema.ts'
import { ALWAYS, type Calendar } from '#src/sla/calendar.ts'
import type { HistoryEvent, HistoryLine } from '#src/sla/history.ts'
import type { Policy } from '#src/sla/policy.ts'

/** Monday. */
const START = Date.parse('2026-11-23T09:00:00Z')

export const atMinute = (minute: number) => new Date(START + minute * 60_000)
export const minuteOf = (at: Date | null) => at && (at.getTime() - START) / 60_000

export const policyWith = (fields: Partial<Policy>): Policy => ({
  id: 1,
  name: 'Support',
  position: 1,
  isActive: true,
  match: {},
  calendarId: null,
  isUrgentAroundTheClock: false,
  pauseStatuses: ['waiting_for_user', 'on_hold'],
  targets: {
    high: { firstResponseMin: 20, nextResponseMin: 20, resolutionMin: 120 },
    medium: { firstResponseMin: 60, nextResponseMin: 40, resolutionMin: 240 },
    low: { firstResponseMin: 120, nextResponseMin: 60, resolutionMin: 480 },
  },
  escalations: [],
  ...fields,
})

/** What happened to a ticket, by the minute; the policy is applied as it is created. */
export class TicketHistory {
  readonly lines: HistoryLine[] = []

  constructor(
    policy: Policy = policyWith({}),
    calendar: Calendar = ALWAYS,
    { priority = 'medium', status = 'open' }: { priority?: Priority; status?: Status } = {},
  ) {
    this.at(0, { kind: 'created', data: { priority, status } })
    this.applies(0, policy, calendar)
  }

  at(minute: number, event: HistoryEvent): this {
    this.lines.push({ id: this.lines.length + 1, at: atMinute(minute), ...event })
    return this
  }

  applies = (minute: number, policy: Policy, calendar: Calendar = ALWAYS) =>
    this.at(minute, { kind: 'policy', data: { policy, calendar } })
  becomes = (minute: number, to: Status) => this.at(minute, { kind: 'status', data: { to } })
  raisedTo = (minute: number, to: Priority) => this.at(minute, { kind: 'priority', data: { to } })
  answered = (minute: number) => this.at(minute, { kind: 'team-replied', data: {} })
  asked = (minute: number) => this.at(minute, { kind: 'requester-wrote', data: {} })
  leaves = (minute: number, kind: 'merged' | 'moved-out' | 'came-back') => this.at(minute, { kind, data: {} })
  dueByHand = (minute: number, due: number | null) =>
    this.at(minute, {
      kind: 'deadline-set',
      data: { dueAt: due === null ? null : atMinute(due).toISOString() },
    })
}
