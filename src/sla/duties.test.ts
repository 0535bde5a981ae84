import { expect, test } from 'vitest'
import { clocksOf } from './clocks-of.ts'
import { DEFAULT_POLICY } from './default-policy.ts'
import { dutiesOf } from './duties.ts'
import type { HistoryLine } from './history.ts'
import { marksOf } from './marks.ts'
import type { Escalation, Policy } from './policy.ts'

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`)
const FILED: HistoryLine = {
  id: 1,
  at: at('08:00'),
  kind: 'created',
  data: { priority: 'high', status: 'open' },
}
const policyWith = (escalations: Escalation[]): Policy => ({ ...DEFAULT_POLICY.policy, escalations })

function dutiesAt(
  time: string,
  escalations: Escalation[],
  more: HistoryLine[] = [],
  priority = 'high' as const,
) {
  const readings = clocksOf([FILED, ...more], at(time))
  const known = { readings, policy: policyWith(escalations), priority, raised: new Set<never>() }
  return dutiesOf(marksOf(readings, at(time)), known).map(({ percent, isTold, whom, actions }) => ({
    ...{ percent, isTold, whom, actions },
  }))
}

test('L-03: who is told first works on it, then leads them, then could help, where a policy does not say it', () => {
  const told = (time: string) => dutiesAt(time, []).findLast(({ isTold }) => isTold)
  expect(told('11:00')).toMatchObject({ percent: 75, whom: ['assignee'] })
  expect(told('11:36')).toMatchObject({ percent: 90, whom: ['assignee'] })
  expect(told('12:00')).toMatchObject({ percent: 100, whom: ['lead'] })
  expect(told('14:00')).toMatchObject({ percent: 150, whom: ['department'] })
})

test('L-03: after an outage the highest mark alone is told, and what was to be done at the others is done', () => {
  const reassign = { clock: 'resolution', at: 75, do: { kind: 'reassign', to: 4 } } as const
  const notify = { clock: 'resolution', at: 90, do: { kind: 'notify', whom: 'assignee' } } as const
  expect(dutiesAt('12:30', [reassign, notify])).toEqual([
    { percent: 75, isTold: false, whom: [], actions: [reassign.do] },
    { percent: 90, isTold: false, whom: [], actions: [] },
    { percent: 100, isTold: true, whom: [], actions: [] },
  ])
})

test('L-03: priority is raised once for a clock, and not at all where nothing is higher', () => {
  const raise = (percent: 75 | 90 | 100) =>
    ({ clock: 'resolution', at: percent, do: { kind: 'raise-priority' } }) as const
  const all = [raise(75), raise(90), raise(100)]
  expect(dutiesAt('12:30', all).flatMap(({ actions }) => actions)).toEqual([{ kind: 'raise-priority' }])
  const readings = clocksOf([FILED], at('12:30'))
  const urgent = { readings, policy: policyWith(all), priority: 'urgent' as const, raised: new Set<never>() }
  expect(dutiesOf(marksOf(readings, at('12:30')), urgent).flatMap(({ actions }) => actions)).toEqual([])
})

test('L-03: of a ticket that is over only the breach is still told, and nothing is done about it', () => {
  const resolved = (time: string): HistoryLine => ({
    id: 2,
    at: at(time),
    kind: 'status',
    data: { to: 'resolved' },
  })
  expect(dutiesAt('12:30', [], [resolved('11:30')]).filter(({ isTold }) => isTold)).toEqual([])
  expect(dutiesAt('12:30', [], [resolved('12:10')]).filter(({ isTold }) => isTold)).toMatchObject([
    { percent: 100 },
  ])
})
