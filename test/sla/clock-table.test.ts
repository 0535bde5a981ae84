import { expect, test } from 'vitest'
import type { Status } from '#src/db/ticket-schema.ts'
import { clocksOf } from '#src/sla/clocks-of.ts'
import type { ClockName } from '#src/sla/policy.ts'
import { atMinute, minuteOf, policyWith, TicketHistory } from './ticket-history.ts'

/** A clock as one line: its state, what has elapsed, and when it is due. */
function clock(history: TicketHistory, name: ClockName, minute: number): string {
  const { state, elapsedMs, dueAt } = clocksOf(history.lines, atMinute(minute))[name]
  if (state === 'none') return 'none'
  return `${state} ${elapsedMs / 60_000}, due ${minuteOf(dueAt)}`
}
const clocks = (history: TicketHistory, minute: number) => [
  clock(history, 'first_response', minute),
  clock(history, 'next_response', minute),
  clock(history, 'resolution', minute),
]
const filed = () => new TicketHistory()
const inConversation = () => filed().answered(5).asked(10)

test('L-02 L-05: created: the first response starts', () => {
  expect(clock(filed(), 'first_response', 10)).toBe('running 10, due 60')
})
test('L-05: created: there is no next response yet', () => {
  expect(clock(filed(), 'next_response', 10)).toBe('none')
})
test('L-02 L-05: created: the resolution starts', () => {
  expect(clock(filed(), 'resolution', 10)).toBe('running 10, due 240')
})
test('L-05: created as something that is over already: nothing runs', () => {
  const imported = new TicketHistory(policyWith({}), undefined, { status: 'closed' })
  expect(clocksOf(imported.lines, atMinute(9999))).toMatchObject({
    first_response: { fulfilledAt: atMinute(0), breachedAt: null },
    next_response: { state: 'none' },
    resolution: { fulfilledAt: atMinute(0), breachedAt: null },
    breaches: [],
  })
})

test('L-02 L-05: public reply of the team: the first response is fulfilled, once', () => {
  expect(clock(filed().answered(15).answered(90), 'first_response', 100)).toBe('fulfilled 15, due 60')
})
test('L-05: public reply of the team: the next response is fulfilled', () => {
  expect(clock(inConversation().answered(22), 'next_response', 30)).toBe('fulfilled 12, due 50')
})
test('L-05: public reply of the team: the resolution runs on', () => {
  expect(clock(filed().answered(15), 'resolution', 30)).toBe('running 30, due 240')
})

test("L-05: requester's message: the first response runs on, due as before", () => {
  expect(clock(filed().asked(15), 'first_response', 30)).toBe('running 30, due 60')
})
test("L-05: requester's message: the next response starts", () => {
  expect(clock(inConversation(), 'next_response', 30)).toBe('running 20, due 50')
})
test("L-05: requester's message: of several the oldest unanswered counts", () => {
  expect(clock(inConversation().asked(20).asked(25), 'next_response', 30)).toBe('running 20, due 50')
})
test("L-05: requester's message after an answer: another next response starts", () => {
  expect(clock(inConversation().answered(20).asked(70), 'next_response', 80)).toBe('running 10, due 110')
})
test("L-05: requester's message: the resolution resumes if it is paused, whatever the status says", () => {
  expect(clock(filed().becomes(30, 'waiting_for_user').asked(90), 'resolution', 100)).toBe(
    'running 40, due 300',
  )
  expect(clock(filed().becomes(30, 'on_hold').asked(90), 'resolution', 100)).toBe('running 40, due 300')
})
test("L-05: requester's message about what is over: nobody waits for an answer", () => {
  expect(clocks(filed().becomes(30, 'closed').asked(90), 100)).toEqual([
    'fulfilled 30, due 60',
    'none',
    'fulfilled 30, due 240',
  ])
})

test('L-05: waiting for requester: the first response runs, also if it was on hold', () => {
  expect(clock(filed().becomes(10, 'waiting_for_user'), 'first_response', 30)).toBe('running 30, due 60')
  const held = filed().becomes(10, 'on_hold').becomes(20, 'waiting_for_user')
  expect(clock(held, 'first_response', 30)).toBe('running 20, due 70')
})
test('L-05: waiting for requester: the next response is cancelled', () => {
  expect(clock(inConversation().becomes(20, 'waiting_for_user'), 'next_response', 30)).toBe(
    'cancelled 10, due 50',
  )
})
test('L-05: waiting for requester: the resolution pauses if the policy says so', () => {
  const paused = filed().becomes(30, 'waiting_for_user')
  expect(clock(paused, 'resolution', 100)).toBe('paused 30, due 240')
  expect(clock(paused.becomes(130, 'in_progress'), 'resolution', 140)).toBe('running 40, due 340')
  const unpaused = new TicketHistory(policyWith({ pauseStatuses: ['on_hold'] }))
  expect(clock(unpaused.becomes(30, 'waiting_for_user'), 'resolution', 100)).toBe('running 100, due 240')
})

test('L-05: on hold: the first response pauses', () => {
  const held = filed().becomes(10, 'on_hold')
  expect(clock(held, 'first_response', 100)).toBe('paused 10, due 60')
  expect(clock(held.becomes(110, 'open'), 'first_response', 120)).toBe('running 20, due 160')
})
test('L-05: on hold: the next response pauses', () => {
  const held = inConversation().becomes(20, 'on_hold')
  expect(clock(held, 'next_response', 100)).toBe('paused 10, due 50')
  expect(clock(held.becomes(120, 'in_progress'), 'next_response', 130)).toBe('running 20, due 150')
})
test('L-05: on hold: the resolution pauses if the policy says so', () => {
  expect(clock(filed().becomes(30, 'on_hold'), 'resolution', 100)).toBe('paused 30, due 240')
  const unpaused = new TicketHistory(policyWith({ pauseStatuses: ['waiting_for_user'] }))
  expect(clock(unpaused.becomes(30, 'on_hold'), 'resolution', 100)).toBe('running 100, due 240')
  const moved = unpaused.becomes(110, 'waiting_for_user').becomes(150, 'on_hold')
  expect(clock(moved, 'resolution', 160)).toBe('running 120, due 280')
})

test('L-05: resolved: the first response is fulfilled if nobody ever answered', () => {
  expect(clock(filed().becomes(30, 'resolved'), 'first_response', 100)).toBe('fulfilled 30, due 60')
  expect(clock(filed().answered(10).becomes(30, 'resolved'), 'first_response', 100)).toBe(
    'fulfilled 10, due 60',
  )
})
test('L-05: resolved: the next response is cancelled', () => {
  expect(clock(inConversation().becomes(30, 'resolved'), 'next_response', 100)).toBe('cancelled 20, due 50')
})
test('L-02 L-05: resolved: the resolution is fulfilled, and closing it later changes nothing', () => {
  const resolved = filed().becomes(30, 'resolved').becomes(600, 'closed')
  expect(clock(resolved, 'resolution', 999)).toBe('fulfilled 30, due 240')
  expect(clock(filed().becomes(40, 'closed'), 'resolution', 999)).toBe('fulfilled 40, due 240')
})

test('L-05: reopened: the first response stays', () => {
  const reopened: Status[] = ['resolved', 'open']
  const history = reopened.reduce((so, to, index) => so.becomes(30 + index * 60, to), filed())
  expect(clock(history, 'first_response', 200)).toBe('fulfilled 30, due 60')
})
test('L-05: reopened: a next response starts', () => {
  const history = inConversation().becomes(30, 'resolved').becomes(90, 'open')
  expect(clock(history, 'next_response', 100)).toBe('running 10, due 130')
})
test('L-05: reopened: the same resolution resumes, without the time while it was resolved', () => {
  const history = filed().becomes(30, 'resolved').becomes(530, 'open')
  expect(clock(history, 'resolution', 540)).toBe('running 40, due 740')
  expect(clocksOf(history.lines, atMinute(540)).resolution).toMatchObject({
    startedAt: atMinute(0),
    fulfilledAt: null,
  })
})
test('L-05: reopened into a waiting status: as reopened, and then as that status says', () => {
  expect(clocks(filed().becomes(30, 'resolved').becomes(90, 'on_hold'), 100)).toEqual([
    'fulfilled 30, due 60',
    'paused 0, due 130',
    'paused 30, due 300',
  ])
})

test('L-05: another priority: the first response carries over what has elapsed', () => {
  expect(clock(filed().raisedTo(10, 'high'), 'first_response', 12)).toBe('running 12, due 20')
  expect(clock(filed().raisedTo(10, 'low'), 'first_response', 12)).toBe('running 12, due 120')
})
test('L-05: another priority: the next response carries over what has elapsed', () => {
  expect(clock(inConversation().raisedTo(25, 'high'), 'next_response', 27)).toBe('running 17, due 30')
})
test('L-05: another priority: the resolution carries over what has elapsed, and what is over is left alone', () => {
  expect(clock(filed().raisedTo(60, 'high'), 'resolution', 70)).toBe('running 70, due 120')
  expect(clock(filed().becomes(60, 'closed').raisedTo(70, 'high'), 'resolution', 99)).toBe(
    'fulfilled 60, due 240',
  )
})
test('L-05: another priority while paused: what remains of the new target counts from the change on', () => {
  const history = filed().becomes(60, 'on_hold').raisedTo(100, 'high')
  expect(clock(history, 'resolution', 110)).toBe('paused 60, due 160')
  expect(clock(history.becomes(200, 'open'), 'resolution', 210)).toBe('running 70, due 260')
})
test('L-05: another policy: all three carry over what has elapsed', () => {
  const targets = { medium: { firstResponseMin: 100, nextResponseMin: 100, resolutionMin: 100 } }
  const history = filed().asked(10)
  expect(clocks(history.applies(20, policyWith({ targets })), 30)).toEqual([
    'running 30, due 100',
    'running 20, due 110',
    'running 30, due 100',
  ])
})

test.each(['merged', 'moved-out'] as const)('L-05: %s: all three are cancelled', (kind) => {
  const history = filed().asked(10).leaves(20, kind)
  expect(clocks(history, 999)).toEqual([
    'cancelled 20, due 60',
    'cancelled 10, due 50',
    'cancelled 20, due 240',
  ])
  // What happens to it elsewhere is not ours.
  expect(clocks(history.asked(30).becomes(40, 'waiting_for_user').becomes(50, 'open'), 999)).toEqual(
    clocks(filed().asked(10).leaves(20, kind), 999),
  )
})
test('L-05: came back: what was open goes on, without the time away', () => {
  const history = filed().asked(10).becomes(15, 'on_hold').leaves(20, 'moved-out').leaves(520, 'came-back')
  expect(clocks(history, 600)).toEqual(['paused 15, due 565', 'paused 5, due 555', 'paused 15, due 745'])
  expect(clocks(filed().answered(5).leaves(20, 'moved-out').leaves(520, 'came-back'), 530)).toEqual([
    'fulfilled 5, due 60',
    'none',
    'running 30, due 740',
  ])
})
test('L-05: came back, and was resolved or reopened meanwhile: that comes with its return', () => {
  const resolved = filed().leaves(20, 'moved-out').becomes(30, 'closed').leaves(520, 'came-back')
  expect(clock(resolved, 'resolution', 600)).toBe('fulfilled 20, due 740')
  const reopened = filed()
    .becomes(10, 'closed')
    .leaves(20, 'moved-out')
    .becomes(30, 'open')
    .leaves(520, 'came-back')
  expect(clocks(reopened, 530)).toEqual([
    'fulfilled 10, due 60',
    'running 10, due 560',
    'running 20, due 750',
  ])
})
