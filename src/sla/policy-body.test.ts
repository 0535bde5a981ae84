import { expect, test } from 'vitest'
import { PolicyBody, policyFrom } from './policy-body.ts'

const policy = {
  name: 'Acessos',
  position: 10,
  calendar_id: 3,
  targets: {
    urgent: { first_response_min: 15, resolution_min: 60 },
    high: { resolution_min: 240 },
    medium: { resolution_min: 1440 },
    low: { resolution_min: 4320 },
  },
}
/** Where it is wrong, and by which rule. */
const problems = (body: unknown) => {
  const { error } = PolicyBody.safeParse(body)
  return error?.issues.map((issue) => [
    issue.path.join('.'),
    issue.code === 'custom' ? issue.params?.rule : issue.code,
  ])
}

test('L-04: a policy says for every priority that it can meet when a ticket is to be resolved', () => {
  expect(problems({ ...policy, targets: {} })).toEqual([
    ['targets.urgent.resolution_min', 'required'],
    ['targets.high.resolution_min', 'required'],
    ['targets.medium.resolution_min', 'required'],
    ['targets.low.resolution_min', 'required'],
  ])
  const onlyHigh = { ...policy, match: { priorities: ['high'] } }
  expect(problems({ ...onlyHigh, targets: { high: { resolution_min: 30 } } })).toBeUndefined()
  expect(problems({ ...onlyHigh, targets: { high: { next_response_min: 30 } } })).toEqual([
    ['targets.high.resolution_min', 'required'],
  ])
})

test('L-04: minutes are whole and there are some, and nothing is taken that nobody reads', () => {
  const low = (resolution_min: unknown) => ({
    ...policy,
    targets: { ...policy.targets, low: { resolution_min } },
  })
  expect(problems(low(0))).toEqual([['targets.low.resolution_min', 'too_small']])
  expect(problems(low(1.5))).toEqual([['targets.low.resolution_min', 'invalid_type']])
  expect(problems(low(525_601))).toEqual([['targets.low.resolution_min', 'too_big']])
  expect(problems({ ...policy, pause_statuses: ['resolved'] })).toEqual([
    ['pause_statuses.0', 'invalid_value'],
  ])
  expect(problems({ ...policy, colour: 'red' })).toEqual([['', 'unrecognized_keys']])
})

test('L-03: an escalation says of which clock, when and what, once', () => {
  const one = { clock: 'resolution', at: 90, do: { kind: 'notify', whom: 'lead' } }
  expect(problems({ ...policy, escalations: [one, { ...one, at: 100 }] })).toBeUndefined()
  expect(problems({ ...policy, escalations: [one, one] })).toEqual([['escalations.1', 'repeated']])
  expect(problems({ ...policy, escalations: [{ ...one, at: 80 }] })).toEqual([
    ['escalations.0.at', 'invalid_value'],
  ])
  expect(problems({ ...policy, escalations: [{ ...one, do: { kind: 'reassign' } }] })).toEqual([
    ['escalations.0.do.to', 'invalid_type'],
  ])
})

test('L-04: what was typed becomes a policy, and what was left out is as said in the documents', () => {
  const escalations = [{ clock: 'resolution', at: 100, do: { kind: 'raise_priority' } }]
  const match = { categories: ['acessos'], requester_departments: ['Financeiro'] }
  expect(policyFrom(PolicyBody.parse({ ...policy, match, escalations }))).toEqual({
    name: 'Acessos',
    position: 10,
    isActive: true,
    match: { categories: ['acessos'], groups: ['Financeiro'] },
    calendarId: 3,
    isUrgentAroundTheClock: true,
    pauseStatuses: [],
    targets: {
      urgent: { firstResponseMin: 15, resolutionMin: 60 },
      high: { resolutionMin: 240 },
      medium: { resolutionMin: 1440 },
      low: { resolutionMin: 4320 },
    },
    escalations: [{ clock: 'resolution', at: 100, do: { kind: 'raise-priority' } }],
  })
})
