import type { Priority } from '#src/db/ticket-schema.ts'
import type { ClockReadings } from './clock-reading.ts'
import type { Mark } from './marks.ts'
import { CLOCKS, type ClockName, type EscalationAction, type Policy, type WarningPercent } from './policy.ts'

/** What is done to the ticket itself. */
export type Action = Extract<EscalationAction, { kind: 'reassign' | 'raise-priority' }>
export type Whom = Extract<EscalationAction, { kind: 'notify' }>['whom']
/** What has to be done about a mark that was passed. */
export type Duty = Mark & { isTold: boolean; whom: Whom[]; actions: Action[] }

type Known = {
  readings: ClockReadings
  policy: Policy
  priority: Priority
  /** Those on whose account the priority was raised already. */
  raised: ReadonlySet<ClockName>
}

/** Who is told where a policy does not say it: first whoever works on it, then whoever leads them, then all who could help. */
const LADDER: Record<WarningPercent, Whom> = {
  75: 'assignee',
  90: 'assignee',
  100: 'lead',
  150: 'department',
}

/**
 * Of marks that were passed since somebody looked, each clock tells of the highest, since whoever was away for long need not hear
 * how it came to that. What is to be done besides is done for each of them. A clock that is over tells of its breach alone.
 */
export function dutiesOf(fresh: readonly Mark[], { readings, policy, priority, raised }: Known): Duty[] {
  const isOpen = (clock: ClockName) => ['running', 'paused'].includes(readings[clock].state)
  const telling = fresh.filter(({ clock, percent }) => isOpen(clock) || percent === 100)
  const highest = CLOCKS.flatMap(
    (name) =>
      telling
        .filter(({ clock }) => clock === name)
        .toSorted((one, other) => one.percent - other.percent)
        .at(-1) ?? [],
  )
  const isRaised = new Set(raised)
  return fresh.map((mark): Duty => {
    const { clock, percent } = mark
    const named = policy.escalations.filter((one) => one.clock === clock && one.at === percent)
    const isTold = highest.includes(mark)
    const actions = named.flatMap(({ do: action }): Action[] => {
      if (action.kind === 'notify' || !isOpen(clock)) return []
      if (action.kind === 'reassign') return [action]
      // Once for each clock: what it brings about makes the same clock pass the same marks again.
      if (priority === 'urgent' || isRaised.has(clock)) return []
      isRaised.add(clock)
      return [action]
    })
    return { ...mark, isTold, whom: isTold ? whomOf(policy, mark) : [], actions }
  })
}

function whomOf({ escalations }: Policy, { clock, percent }: Mark): Whom[] {
  const notices = escalations.flatMap(({ do: action, ...at }) =>
    action.kind === 'notify' ? [{ ...at, whom: action.whom }] : [],
  )
  if (notices.length === 0) return [LADDER[percent]]
  return notices.filter((one) => one.clock === clock && one.at === percent).map(({ whom }) => whom)
}
