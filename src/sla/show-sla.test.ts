import { expect, test } from 'vitest'
import { ALWAYS, type Calendar } from './calendar.ts'
import { type KeptClock, showSla } from './show-sla.ts'

const at = (time: string, day = 15) => new Date(`2026-01-${day}T${time}:00Z`)
const WORKDAY = [{ from: '08:00', to: '18:00' }]
const OFFICE: Calendar = {
  ...{ kind: 'hours', id: 1, name: 'Escritório', timeZone: 'UTC', holidays: [] },
  hours: { 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 4: WORKDAY, 5: WORKDAY, 6: [], 7: [] },
}
/** From Thursday 08:00, ten hours around the clock. */
const running: KeptClock = {
  ...{ state: 'running', startedAt: at('08:00'), dueAt: at('18:00'), pausedAt: null, fulfilledAt: null },
  ...{ breachedAt: null, remainingMs: null, targetMs: 10 * 3_600_000, calendar: ALWAYS, isByHand: false },
}
const resolution = (clock: Partial<KeptClock>, now: Date) =>
  showSla({ resolution: { ...running, ...clock } }, now).resolution

test('L-04: a clock is at risk from a fifth of its time on, and breached once it is due', () => {
  expect(resolution({}, at('15:59'))).toMatchObject({ state: 'ok', remaining_s: 7_260, paused: false })
  expect(resolution({}, at('16:00'))).toMatchObject({ state: 'at_risk', remaining_s: 7_200 })
  expect(resolution({}, at('18:00'))).toMatchObject({ state: 'at_risk', remaining_s: 0 })
  expect(resolution({}, at('18:01'))).toMatchObject({ state: 'breached', remaining_s: -60 })
})

test('L-02: what remains is working time, and so is what is too much', () => {
  const due = { calendar: OFFICE, dueAt: at('09:00', 16) }
  expect(resolution(due, at('17:00'))).toMatchObject({ state: 'at_risk', remaining_s: 7_200 })
  expect(resolution(due, at('23:00'))).toMatchObject({ state: 'at_risk', remaining_s: 3_600 })
  expect(resolution(due, at('09:00', 19))).toMatchObject({ state: 'breached', remaining_s: -36_000 })
  expect(resolution({ calendar: OFFICE }, at('22:00')), 'at night nothing more is missed').toMatchObject({
    ...{ state: 'breached', remaining_s: 0 },
  })
})

test('L-02: who stands still is not late, whatever the due time was, and a breach before it stays', () => {
  const paused = { state: 'paused', pausedAt: at('10:00'), remainingMs: 28_800_000 } as const
  expect(resolution(paused, at('10:00', 20))).toMatchObject({
    ...{ state: 'paused', paused: true, remaining_s: 28_800, due_at: at('18:00').toISOString() },
  })
  const late = { ...paused, remainingMs: -60_000, breachedAt: at('09:59') }
  expect(resolution(late, at('10:00', 20))).toMatchObject({
    state: 'breached',
    paused: true,
    remaining_s: -60,
  })
})

test('L-03: a deadline by hand comes in plain time, for a clock that stands still too', () => {
  const byHand = { isByHand: true, calendar: OFFICE, state: 'paused', remainingMs: 1 } as const
  expect(resolution(byHand, at('17:00'))).toMatchObject({ state: 'paused', remaining_s: 3_600 })
  expect(resolution(byHand, at('19:00'))).toMatchObject({ state: 'breached', remaining_s: -3_600 })
})

test('the state of a ticket is that of its worst clock; what is over or was cancelled has no time left', () => {
  const met: KeptClock = { ...running, state: 'fulfilled', fulfilledAt: at('09:00') }
  const cancelled: KeptClock = { ...running, state: 'cancelled' }
  const now = at('17:00')
  expect(showSla({}, now)).toEqual({
    ...{ state: null, first_response: null, next_response: null, resolution: null },
  })
  expect(showSla({ first_response: met, next_response: cancelled }, now)).toMatchObject({
    state: 'met',
    first_response: { state: 'met', remaining_s: null, fulfilled_at: at('09:00').toISOString() },
    next_response: { state: null, remaining_s: null },
  })
  expect(showSla({ first_response: met, resolution: running }, now).state).toBe('at_risk')
  const late = { ...met, breachedAt: at('08:30') }
  expect(showSla({ first_response: late, resolution: running }, at('09:00')).state).toBe('breached')
})
