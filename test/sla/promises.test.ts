import { expect, test } from 'vitest'
import { clocksOf } from '#src/sla/clocks-of.ts'
import type { ClockName } from '#src/sla/policy.ts'
import { atMinute, minuteOf, policyWith, TicketHistory } from './ticket-history.ts'

const reading = (history: TicketHistory, minute: number, name: ClockName = 'resolution') =>
  clocksOf(history.lines, atMinute(minute))[name]
/** Percent, when, and the due time that it is said of. */
const warnings = (history: TicketHistory, minute: number, name: ClockName = 'resolution') =>
  reading(history, minute, name).warnings.map(
    ({ percent, at, dueAt }) => `${percent} at ${minuteOf(at)} of ${minuteOf(dueAt)}`,
  )
const breached = (history: TicketHistory, minute: number, name: ClockName = 'resolution') =>
  minuteOf(reading(history, minute, name).breachedAt)
/** 240 minutes for the resolution. */
const filed = () => new TicketHistory()

test('L-04: people are told at 75, 90, 100 and 150 percent of the promise', () => {
  const all = ['75 at 180 of 240', '90 at 216 of 240', '100 at 240 of 240', '150 at 360 of 240']
  expect(warnings(filed(), 0)).toEqual(all)
  expect(warnings(filed(), 999)).toEqual(all)
  expect(warnings(filed().becomes(200, 'closed'), 999)).toEqual(all.slice(0, 1))
})

test('L-04: the moments to tell are counted in working time, and move with pauses; what was told stays told', () => {
  const paused = filed().becomes(190, 'on_hold')
  expect(warnings(paused, 999)).toEqual(['75 at 180 of 240'])
  const resumed = ['75 at 180 of 240', '90 at 1026 of 1050', '100 at 1050 of 1050', '150 at 1170 of 1050']
  expect(warnings(paused.becomes(1000, 'open'), 1001)).toEqual(resumed)
})

test('L-05: at its due moment a promise is broken: one minute before it is kept', () => {
  expect(breached(filed(), 239)).toBeNull()
  expect(breached(filed(), 240)).toBe(240)
  expect(breached(filed().becomes(239, 'resolved'), 999)).toBeNull()
  expect(breached(filed().becomes(240, 'resolved'), 999)).toBe(240)
})

test('L-05: a breach is never taken back: not by an answer, a pause, a lower priority, a deadline by hand or a reopening', () => {
  const late = filed().at(250, { kind: 'priority', data: { to: 'low' } })
  expect(breached(late, 260)).toBe(240)
  expect(minuteOf(reading(late, 260).dueAt)).toBe(480)
  late.dueByHand(270, 5000).becomes(280, 'resolved').becomes(290, 'open').becomes(300, 'on_hold')
  expect(breached(late, 310)).toBe(240)
  expect(clocksOf(late.lines, atMinute(310)).breaches).toContainEqual({
    clock: 'resolution',
    startedAt: atMinute(0),
    dueAt: atMinute(240),
    at: atMinute(240),
  })
})

test('L-05: the breach of one next response stays when another begins', () => {
  const history = filed().answered(5).asked(10).answered(90).asked(100)
  expect(breached(history, 110, 'next_response')).toBeNull()
  expect(clocksOf(history.lines, atMinute(110)).breaches).toEqual([
    { clock: 'next_response', startedAt: atMinute(10), dueAt: atMinute(50), at: atMinute(50) },
  ])
})

test('L-05: a breach that people were told of stays, whatever becomes known of earlier moments', () => {
  const told = { clock: 'resolution', startedAt: atMinute(0).toISOString() } as const
  const history = filed()
    .at(241, { kind: 'breached', data: { ...told, dueAt: atMinute(240).toISOString() } })
    .becomes(230, 'resolved')
  expect(reading(history, 300)).toMatchObject({ state: 'fulfilled', breachedAt: atMinute(240) })
  const next = { clock: 'next_response', startedAt: atMinute(10).toISOString() } as const
  const followed = filed()
    .asked(10)
    .at(51, { kind: 'breached', data: { ...next, dueAt: atMinute(50).toISOString() } })
    .answered(40)
    .asked(45)
  expect(clocksOf(followed.lines, atMinute(52)).breaches).toEqual([
    { clock: 'next_response', startedAt: atMinute(10), dueAt: atMinute(50), at: atMinute(50) },
  ])
})

test('L-05: another priority or policy breaches nothing in the past, and not silently', () => {
  const raised = filed().raisedTo(200, 'high')
  expect(reading(raised, 210)).toMatchObject({ dueAt: atMinute(200), breachedAt: atMinute(200) })
  expect(warnings(raised, 210)).toEqual([
    '75 at 180 of 240',
    '90 at 200 of 200',
    '100 at 200 of 200',
    '150 at 200 of 200',
  ])
  const strict = policyWith({ targets: { medium: { resolutionMin: 30 } } })
  expect(breached(filed().applies(100, strict), 200)).toBe(100)
})

test('L-05: of a longer promise people are told again, of the same one they are not', () => {
  const lowered = filed().raisedTo(230, 'low')
  expect(warnings(lowered, 240)).toEqual([
    '75 at 360 of 480',
    '90 at 432 of 480',
    '100 at 480 of 480',
    '150 at 720 of 480',
  ])
  const renamed = filed().applies(230, policyWith({ name: 'Suporte' }))
  expect(warnings(renamed, 240)).toEqual(warnings(filed(), 240))
})

test('L-04: a policy that promises nothing for a priority has no clock there, and what has elapsed is not forgotten', () => {
  const history = filed().raisedTo(100, 'urgent')
  expect(reading(history, 150)).toMatchObject({ state: 'none', dueAt: null, remainingMs: null, warnings: [] })
  expect(minuteOf(reading(history.raisedTo(200, 'low'), 210).dueAt)).toBe(480)
})

test('L-05: a deadline by hand is never moved: not by pauses, priorities, policies or reopening', () => {
  const history = filed()
    .dueByHand(100, 500)
    .becomes(110, 'on_hold')
    .raisedTo(120, 'high')
    .applies(130, policyWith({ targets: { high: { resolutionMin: 1 } } }))
    .becomes(140, 'resolved')
    .becomes(150, 'open')
  expect(reading(history, 160)).toMatchObject({ dueAt: atMinute(500), isByHand: true, breachedAt: null })
  expect(reading(history, 160).remainingMs).toBe(340 * 60_000)
  expect(warnings(history, 160)).toEqual([
    '75 at 400 of 500',
    '90 at 460 of 500',
    '100 at 500 of 500',
    '150 at 700 of 500',
  ])
})

test('L-05: a deadline by hand comes for a ticket on hold too', () => {
  const history = filed().becomes(10, 'on_hold').dueByHand(100, 500)
  expect(reading(history, 499)).toMatchObject({ state: 'paused', breachedAt: null })
  expect(reading(history, 501)).toMatchObject({ state: 'paused', breachedAt: atMinute(500) })
})

test('L-05: a deadline by hand in the past is broken from its setting on', () => {
  const history = filed().dueByHand(100, 50)
  expect(reading(history, 110)).toMatchObject({ dueAt: atMinute(50), breachedAt: atMinute(100) })
  expect(warnings(history, 9999).at(-1)).toBe('100 at 100 of 50')
})

test('L-05: without its deadline by hand a ticket is due as the policy says, and never before that is said', () => {
  expect(minuteOf(reading(filed().dueByHand(100, 500).dueByHand(200, null), 210).dueAt)).toBe(240)
  expect(breached(filed().dueByHand(100, 500).dueByHand(300, null), 310)).toBe(300)
  const paused = filed().dueByHand(10, 500).becomes(20, 'on_hold').dueByHand(100, null).becomes(200, 'open')
  expect(minuteOf(reading(paused, 210).dueAt)).toBe(420)
})

test('L-04: what is urgent may be promised around the clock by a policy with working hours', () => {
  const none = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [{ from: '10:00', to: '12:00' }] }
  const sundays = {
    kind: 'hours',
    id: 1,
    name: 'Sundays',
    timeZone: 'UTC',
    hours: none,
    holidays: [],
  } as const
  const policy = policyWith({
    isUrgentAroundTheClock: true,
    targets: { urgent: { resolutionMin: 60 }, medium: { resolutionMin: 60 } },
  })
  const history = new TicketHistory(policy, sundays)
  expect(reading(history, 0).dueAt?.toISOString()).toBe('2026-11-29T11:00:00.000Z')
  expect(minuteOf(reading(history.raisedTo(30, 'urgent'), 30).dueAt)).toBe(90)
})

test('L-05: a policy that stops pausing starts the clock, one that begins to pauses it', () => {
  const paused = filed().becomes(10, 'on_hold')
  const never = policyWith({ pauseStatuses: [] })
  expect(minuteOf(reading(paused.applies(100, never), 110).dueAt)).toBe(330)
  const running = new TicketHistory(never).becomes(10, 'on_hold')
  expect(reading(running.applies(100, policyWith({})), 200)).toMatchObject({
    state: 'paused',
    elapsedMs: 100 * 60_000,
  })
})

test('L-01 L-04: without a policy a ticket is promised the default, and before it was created nothing', () => {
  const created = {
    id: 1,
    at: atMinute(0),
    kind: 'created',
    data: { priority: 'high', status: 'open' },
  } as const
  expect(clocksOf([created], atMinute(1))).toMatchObject({
    first_response: { state: 'none' },
    next_response: { state: 'none' },
    resolution: { state: 'running', dueAt: atMinute(240) },
  })
  expect(clocksOf([], atMinute(1)).resolution.state).toBe('none')
})

test('L-05: the order of lines is that of their moments, and of their ids where those are the same', () => {
  const history = filed().asked(60).answered(60).becomes(60, 'resolved')
  const shuffled = history.lines.toReversed()
  expect(clocksOf(shuffled, atMinute(99))).toEqual(clocksOf(history.lines, atMinute(99)))
  expect(reading(history, 99, 'next_response')).toMatchObject({
    state: 'fulfilled',
    fulfilledAt: atMinute(60),
  })
})
