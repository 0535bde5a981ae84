import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Calendar } from '#src/sla/calendar.ts'
import type { Breach } from '#src/sla/clock-reading.ts'
import { clocksOf } from '#src/sla/clocks-of.ts'
import type { HistoryEvent, HistoryLine } from '#src/sla/history.ts'
import { CLOCKS } from '#src/sla/policy.ts'
import { addWorked, workedMs } from '#src/sla/working-hours.ts'
import { isWorked } from './office.ts'
import { type Happens, PLACES, type RandomHistory, randomHistory } from './random-history.ts'
import { WallClock } from './wall-clock.ts'
import type { WatchedClock } from './watched-clock.ts'
import { Watcher } from './watcher.ts'

const HISTORIES = Number(process.env.HISTORIES ?? 5_000)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const MINUTE_MS = 60_000
vi.setConfig({ testTimeout: 120_000 + HISTORIES * 20 })
const walls = new Map(PLACES.map((place) => [place, new WallClock(place.timeZone, place.from)]))

test('L-05: however a ticket lives, in whatever zone and calendar, its clocks are those of somebody who watches the wall every minute', () => {
  fc.assert(
    fc.property(randomHistory, (history) => {
      const { watcher, lines } = liveThrough(history)
      const startMs = wallOf(history).startMs
      const readings = clocksOf(lines, new Date(startMs + watcher.now * MINUTE_MS))
      const minute = (at: Date | null) => at && (at.getTime() - startMs) / MINUTE_MS
      const asRead = CLOCKS.map((name) => {
        const { elapsedMs, remainingMs, warnings, isByHand, targetMs, ...reading } = readings[name]
        return {
          state: reading.state,
          started: minute(reading.startedAt),
          due: minute(reading.dueAt),
          paused: minute(reading.pausedAt),
          fulfilled: minute(reading.fulfilledAt),
          breached: minute(reading.breachedAt),
          strokes: elapsedMs / MINUTE_MS,
          told: warnings.map(({ percent, at, dueAt }) => `${percent} at ${minute(at)} of ${minute(dueAt)}`),
        }
      })
      expect(asRead).toEqual(watcher.clocks.map((clock) => asWatched(clock, watcher.now)))
      expect(
        readings.breaches.map((one) => `${one.clock} ${minute(one.at)} of ${minute(one.dueAt)}`).sort(),
      ).toEqual(
        [...watcher.past, ...watcher.clocks]
          .flatMap(({ name, breached }) => (breached ? [`${name} ${breached.at} of ${breached.due}`] : []))
          .sort(),
      )
    }),
    { numRuns: HISTORIES, seed: SEED },
  )
})

test('L-05: whatever comes later, a breach that there was stays', () => {
  fc.assert(
    fc.property(randomHistory, fc.nat(), (history, cut) => {
      const { lines, watcher } = liveThrough(history)
      const now = new Date(wallOf(history).startMs + watcher.now * MINUTE_MS)
      const early = lines.slice(0, 2 + (cut % (lines.length - 1)))
      const then = early.at(-1)?.at ?? now
      expect(clocksOf(lines, now).breaches).toEqual(expect.arrayContaining(clocksOf(early, then).breaches))
    }),
    { numRuns: HISTORIES / 5, seed: SEED },
  )
})

test('L-05: a breach that people were told of stays, whatever becomes known afterwards of the time before', () => {
  const late = fc.tuple(fc.nat(), fc.constantFrom<HistoryEvent>(...BECOMES_KNOWN))
  fc.assert(
    fc.property(randomHistory, fc.array(late, { minLength: 1, maxLength: 3 }), (history, afterwards) => {
      const { lines, watcher } = liveThrough(history)
      const { startMs } = wallOf(history)
      const now = new Date(startMs + watcher.now * MINUTE_MS)
      const told = clocksOf(lines, now).breaches
      const events: { at: Date; event: HistoryEvent }[] = told.map(({ clock, startedAt, dueAt }) => ({
        at: now,
        event: {
          kind: 'breached',
          data: { clock, startedAt: startedAt.toISOString(), dueAt: dueAt.toISOString() },
        },
      }))
      for (const [minute, event] of afterwards)
        events.push({ at: new Date(startMs + (minute % (watcher.now + 1)) * MINUTE_MS), event })
      const known = events.map(({ at, event }, index) => ({ id: lines.length + index, at, ...event }))
      const nameOf = ({ clock, startedAt }: Breach) => `${clock} ${startedAt.getTime()}`
      const { breaches } = clocksOf([...lines, ...known], now)
      expect(breaches.map(nameOf)).toEqual(expect.arrayContaining(told.map(nameOf)))
      expect(new Set(breaches.map(nameOf)).size).toBe(breaches.length)
    }),
    { numRuns: HISTORIES / 5, seed: SEED },
  )
})

test('L-04: what is added in working time is found again, to the millisecond', () => {
  const ms = fc.integer({ min: 1, max: 300 * 60 * MINUTE_MS })
  fc.assert(
    fc.property(randomHistory, ms, ms, (history, afterMs, workMs) => {
      const { calendar } = history.applied
      const from = new Date(wallOf(history).startMs + afterMs)
      const to = addWorked(calendar, from, workMs)
      expect(workedMs(calendar, from, to)).toBe(workMs)
      expect(workedMs(calendar, from, new Date(to.getTime() - 1))).toBe(workMs - 1)
      expect(
        addWorked(
          calendar,
          addWorked(calendar, from, Math.floor(workMs / 3)),
          workMs - Math.floor(workMs / 3),
        ),
      ).toEqual(to)
    }),
    { numRuns: HISTORIES / 5, seed: SEED },
  )
})

const BECOMES_KNOWN: HistoryEvent[] = [
  { kind: 'team-replied', data: {} },
  { kind: 'requester-wrote', data: {} },
  { kind: 'status', data: { to: 'resolved' } },
  { kind: 'status', data: { to: 'on_hold' } },
  { kind: 'moved-out', data: {} },
]

function asWatched(clock: WatchedClock, now: number) {
  const due = clock.due(now)
  return {
    state: due === null ? 'none' : clock.state,
    started: clock.started,
    due,
    paused: clock.paused,
    fulfilled: clock.fulfilled,
    breached: clock.breached?.at ?? null,
    strokes: clock.strokes,
    told: [...clock.told, ...clock.ahead(now)]
      .toSorted((one, other) => one.at - other.at || one.percent - other.percent)
      .map(({ percent, at, due }) => `${percent} at ${at} of ${due}`),
  }
}

/** The same life twice: watched, and written down. */
function liveThrough(history: RandomHistory): { watcher: Watcher; lines: HistoryLine[] } {
  const { priority, status, applied, happens, nowAfter } = history
  const wall = wallOf(history)
  const watcher = new Watcher(priority, status, applied, officesAt(wall))
  const lines: HistoryLine[] = []
  const write = (event: HistoryEvent) =>
    lines.push({ id: lines.length, at: new Date(wall.startMs + watcher.now * MINUTE_MS), ...event })
  write({ kind: 'created', data: { priority, status: 'open' } })
  write({ kind: 'policy', data: applied })
  write({ kind: 'status', data: { to: status } })
  for (const [gap, event] of happens) {
    watcher.waitsUntil(watcher.now + gap)
    watcher.sees(event)
    write(lineOf(event, wall.startMs + watcher.now * MINUTE_MS))
  }
  watcher.waitsUntil(watcher.now + nowAfter)
  return { watcher, lines }
}

function lineOf(event: Happens, nowMs: number): HistoryEvent {
  switch (event.kind) {
    case 'status':
      return { kind: event.kind, data: { to: event.to } }
    case 'priority':
      return { kind: event.kind, data: { to: event.to } }
    case 'policy':
      return { kind: event.kind, data: event.applied }
    case 'deadline-set': {
      const { inMinutes } = event
      const dueAt = inMinutes === null ? null : new Date(nowMs + inMinutes * MINUTE_MS).toISOString()
      return { kind: event.kind, data: { dueAt } }
    }
    default:
      return { kind: event.kind, data: {} }
  }
}

function officesAt(wall: WallClock) {
  const always = () => true
  const known = new Map<string, (minute: number) => boolean>()
  const workedIn = ({ calendar }: { calendar: Calendar }) => {
    if (calendar.kind === 'always') return always
    const key = JSON.stringify(calendar)
    const worked = known.get(key) ?? isWorked(calendar, wall)
    known.set(key, worked)
    return worked
  }
  return { always, workedIn }
}

function wallOf({ place }: RandomHistory): WallClock {
  const wall = walls.get(place)
  if (!wall) throw new Error(`There is no wall in ${place.timeZone}`)
  return wall
}
