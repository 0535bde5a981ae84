import { isDeepStrictEqual } from 'node:util'
import type { Db, Tx } from '#src/db/connect.ts'
import type { ClockReadings } from './clock-reading.ts'
import { type ClockChange, type Clocked, eventsOf, type Happened, mayHaveOtherPolicy } from './clocked.ts'
import { clocksOf } from './clocks-of.ts'
import { deriveHistories } from './derive-histories.ts'
import type { HistoryLine } from './history.ts'
import { type PolicyBook, readPolicyBook } from './policy-book.ts'
import { readHistories } from './read-histories.ts'
import { withLines } from './with-lines.ts'

/** What becomes of a ticket's clocks by what happened, before any of it is written. */
export type ClockPlan = {
  after: Clocked
  /** To be written; of a ticket that had no history, with all that happened before. */
  lines: readonly Happened[]
  before: ClockReadings
  readings: ClockReadings
  /** What was passed so far was passed before anybody kept its clocks. */
  isDerived: boolean
}

/**
 * By the place of each change; null: the clocks have nothing to do with it, which is known without a query. `isQuiet`: a ticket of
 * which no history is kept stays so.
 */
export async function planClocks(
  tx: Db | Tx,
  changes: readonly ClockChange[],
  now: Date,
  { isQuiet = false } = {},
): Promise<(ClockPlan | null)[]> {
  const asked = changes.map((change) => {
    const events = eventsOf(change)
    const isRematched = mayHaveOtherPolicy(change)
    return events.length > 0 || isRematched ? { change, events, isRematched } : null
  })
  const concerned = asked.filter((one) => one !== null)
  if (concerned.length === 0) return changes.map(() => null)
  const known = concerned.flatMap(({ change }) => change.before ?? [])
  const ids = known.map(({ id }) => id)
  const [histories, book] = await Promise.all([
    readHistories(tx, ids),
    concerned.some(({ isRematched }) => isRematched) ? readPolicyBook(tx) : null,
  ])
  const untold = isQuiet ? [] : ids.filter((id) => !histories.has(id))
  const told =
    untold.length > 0 ? await deriveHistories(tx, untold, book ?? (await readPolicyBook(tx))) : null
  return asked.map((one) => {
    if (!one || (isQuiet && !histories.has(one.change.after.id))) return null
    const id = one.change.before?.id
    const history = (id && histories.get(id)) || []
    const derived = (id && told?.get(id)) || []
    return planOne(one.change, {
      history,
      derived,
      events: one.events,
      book: one.isRematched ? book : null,
      now,
    })
  })
}

type Around = {
  history: readonly HistoryLine[]
  /** Of one without a history: what happened before. */
  derived: readonly Happened[]
  events: readonly Happened[]
  /** null: its policy cannot be another. */
  book: PolicyBook | null
  now: Date
}

function planOne({ before, after, at }: ClockChange, around: Around): ClockPlan | null {
  const { history, derived, events, book, now } = around
  const past = withLines(history, derived)
  const place = (one: Happened) => ({ ...one, at: placeOf(one, past, { from: after.createdAt, to: now }) })
  const added = events.map(place)
  const policy = book?.policyOf(after)
  if (policy !== undefined && !isDeepStrictEqual(policy, appliedIn(past)))
    added.push(place({ kind: 'policy', data: policy, at: before ? at : after.createdAt }))
  if (added.length + derived.length === 0) return null
  const whole = withLines(past, added)
  const until = whole.reduce((end, line) => (line.at > end ? line.at : end), now)
  return {
    after,
    lines: [...derived, ...added],
    before: clocksOf(past, until),
    readings: clocksOf(whole, until),
    isDerived: derived.length > 0,
  }
}

export const appliedIn = (history: readonly HistoryLine[]) =>
  history.findLast((line) => line.kind === 'policy')?.data ?? null

/** What is said stands at its moment; what is changed follows what it was changed from, whatever a clock elsewhere says. */
const SAID: readonly string[] = ['team-replied', 'requester-wrote', 'breached']

function placeOf(
  { kind, at }: Happened,
  past: readonly HistoryLine[],
  { from, to }: { from: Date; to: Date },
): Date {
  const least = SAID.includes(kind)
    ? from
    : latest(from, past.findLast((line) => line.kind === kind)?.at ?? from)
  return latest(least, at > to ? to : at)
}

const latest = (one: Date, other: Date) => (one > other ? one : other)
