import * as fc from 'fast-check'
import { PRIORITIES, type Priority, STATUSES, type Status } from '#src/db/ticket-schema.ts'
import { ALWAYS, type Calendar, type Holiday, type HoursCalendar, type Interval } from '#src/sla/calendar.ts'
import { type AppliedPolicy, PAUSE_STATUSES, type Targets } from '#src/sla/policy.ts'
import { policyWith } from './ticket-history.ts'

/** Where clocks on walls do something; `from` is UTC, a day or two before. */
export const PLACES = [
  { timeZone: 'America/Sao_Paulo', from: '2026-04-01T09:00' },
  // Midnight twice, and not at all.
  { timeZone: 'America/Sao_Paulo', from: '2018-02-16T12:00' },
  { timeZone: 'America/Sao_Paulo', from: '2018-11-02T12:00' },
  { timeZone: 'Europe/Berlin', from: '2026-03-27T15:00' },
  { timeZone: 'Europe/Berlin', from: '2026-10-23T15:00' },
  { timeZone: 'America/New_York', from: '2028-02-28T13:00' },
  { timeZone: 'America/New_York', from: '2027-11-06T03:00' },
  // Half an hour, and two hours.
  { timeZone: 'Australia/Lord_Howe', from: '2026-04-03T22:00' },
  { timeZone: 'Australia/Lord_Howe', from: '2026-10-02T22:00' },
  { timeZone: 'Antarctica/Troll', from: '2026-10-24T08:00' },
  { timeZone: 'Asia/Kathmandu', from: '2028-02-28T05:00' },
  // The clocks were put back a minute after midnight: the day before came once more.
  { timeZone: 'America/St_Johns', from: '2010-11-05T20:00' },
  // Winter time in Ramadan.
  { timeZone: 'Africa/Casablanca', from: '2026-02-13T08:00' },
  // Without 30 December.
  { timeZone: 'Pacific/Apia', from: '2011-12-28T20:00' },
  { timeZone: 'UTC', from: '2027-12-30T23:00' },
] as const
type Place = (typeof PLACES)[number]

export type Happens =
  | { kind: 'team-replied' | 'requester-wrote' | 'merged' | 'moved-out' | 'came-back' }
  | { kind: 'status'; to: Status }
  | { kind: 'priority'; to: Priority }
  | { kind: 'policy'; applied: AppliedPolicy }
  /** Minutes from then; null: none any more. */
  | { kind: 'deadline-set'; inMinutes: number | null }

export type RandomHistory = {
  place: Place
  priority: Priority
  status: Status
  applied: AppliedPolicy
  /** With the minutes since what was before. */
  happens: (readonly [number, Happens])[]
  /** From the last one on. */
  nowAfter: number
}

const time = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15), weight: 4 },
  { arbitrary: fc.integer({ min: 0, max: 1440 }), weight: 1 },
)
const intervals: fc.Arbitrary<Interval[]> = fc
  .uniqueArray(time, { minLength: 2, maxLength: 6 })
  .map((times) => times.toSorted((one, other) => one - other))
  .map((times) =>
    times.flatMap((from, at) => {
      const to = times[at + 1]
      return at % 2 === 0 && to !== undefined ? [{ from: text(from), to: text(to) }] : []
    }),
  )
const text = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const someDay = fc.oneof({ arbitrary: intervals, weight: 5 }, { arbitrary: fc.constant([]), weight: 1 })

const holidayNear = ({ from }: Place): fc.Arbitrary<Holiday> =>
  fc
    .record({
      day: fc.integer({ min: -1, max: 9 }),
      form: fc.constantFrom('once', 'yearly', 'easter'),
      hours: fc.oneof(fc.constant([]), intervals),
    })
    .map(({ day, form, hours }) => {
      const date = new Date(Date.parse(`${from}Z`) + day * 86_400_000).toISOString().slice(0, 10)
      const forms = { once: date, yearly: date.slice(5), easter: `easter${day < 0 ? day : `+${day}`}` }
      return { date: forms[form], name: 'Holiday', hours }
    })

/** On Wednesdays always somebody works, or a promise would be due beyond all sight. */
const officeIn = (place: Place): fc.Arbitrary<HoursCalendar> =>
  fc.record({
    kind: fc.constant('hours'),
    id: fc.constantFrom(1, 2, 3),
    name: fc.constant('Office'),
    timeZone: fc.constant(place.timeZone),
    hours: fc.record({
      1: someDay,
      2: someDay,
      3: intervals,
      4: someDay,
      5: someDay,
      6: someDay,
      7: someDay,
    }),
    holidays: fc.array(holidayNear(place), { maxLength: 3 }),
  })

const target = fc.integer({ min: 1, max: 30 }).map((number) => number * 20)
/** Minutes that 75, 90 and 150 percent of are whole ones. */
const targets: fc.Arbitrary<Targets> = fc.record(
  { firstResponseMin: target, nextResponseMin: target, resolutionMin: target },
  { requiredKeys: [] },
)

const appliedWith = (calendar: fc.Arbitrary<Calendar>): fc.Arbitrary<AppliedPolicy> =>
  fc
    .record({
      calendar,
      pauseStatuses: fc.subarray([...PAUSE_STATUSES]),
      isUrgentAroundTheClock: fc.boolean(),
      targets: fc.record({ urgent: targets, high: targets, medium: targets, low: targets }),
    })
    .map(({ calendar, ...policy }) => ({ policy: policyWith(policy), calendar }))

const gap = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 120 }), weight: 3 },
  { arbitrary: fc.integer({ min: 0, max: 1500 }), weight: 2 },
  { arbitrary: fc.constant(0), weight: 1 },
)

const happensUnder = (policies: readonly AppliedPolicy[]): fc.Arbitrary<Happens> =>
  fc.oneof(
    { arbitrary: fc.record({ kind: fc.constantFrom('team-replied', 'requester-wrote') }), weight: 5 },
    { arbitrary: fc.record({ kind: fc.constant('status'), to: fc.constantFrom(...STATUSES) }), weight: 6 },
    {
      arbitrary: fc.record({ kind: fc.constant('priority'), to: fc.constantFrom(...PRIORITIES) }),
      weight: 2,
    },
    {
      arbitrary: fc.record({ kind: fc.constant('policy'), applied: fc.constantFrom(...policies) }),
      weight: 1,
    },
    { arbitrary: fc.record({ kind: fc.constant('deadline-set'), inMinutes: byHand }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constantFrom('moved-out', 'merged') }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constant('came-back') }), weight: 2 },
  )
const byHand = fc.option(fc.integer({ min: -5, max: 100 }).map((number) => number * 20))

export const randomHistory: fc.Arbitrary<RandomHistory> = fc
  .constantFrom(...PLACES)
  .chain((place) => {
    const calendar = fc.oneof({ arbitrary: officeIn(place), weight: 5 }, fc.constant(ALWAYS))
    return fc.tuple(fc.constant(place), fc.array(appliedWith(calendar), { minLength: 1, maxLength: 3 }))
  })
  .chain(([place, policies]) =>
    fc.record({
      place: fc.constant(place),
      priority: fc.constantFrom(...PRIORITIES),
      status: fc.constantFrom('open', 'open', 'open', 'on_hold', 'waiting_for_user', 'closed'),
      applied: fc.constantFrom(...policies),
      happens: fc.array(fc.tuple(gap, happensUnder(policies)), { maxLength: 10 }),
      nowAfter: gap,
    }),
  )
