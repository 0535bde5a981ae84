import type { Tx } from '#src/db/connect.ts'
import { slaClocks, slaHistory } from '#src/db/sla-schema.ts'
import { insertRows, upsertRows } from '#src/db/write-rows.ts'
import type { TicketId } from '#src/ids.ts'
import { promiseMany } from '#src/jobs/promise-many.ts'
import type { ClockReadings } from './clock-reading.ts'
import type { Happened } from './clocked.ts'
import { marksOf, nextLook } from './marks.ts'
import type { ClockPlan } from './plan-clocks.ts'
import { CLOCKS } from './policy.ts'
import { writeMarks } from './write-marks.ts'

/**
 * The history, the copy of what follows from it, and the promise to look again when the next mark is passed: in the transaction of
 * what happened, in a handful of statements that leave together. The rows of the tickets are locked. Returns how many copies are
 * others now.
 */
export async function writeClocks(tx: Tx, plans: readonly ClockPlan[], now: Date): Promise<number> {
  if (plans.length === 0) return 0
  const [changed] = await Promise.all([
    writeCopies(tx, plans),
    writeLines(
      tx,
      plans.flatMap(({ after: { id }, lines }) => lines.map((line) => ({ ...line, ticketId: id }))),
    ),
    keepQuiet(
      tx,
      plans.filter(({ isDerived }) => isDerived),
      now,
    ),
    promiseLooks(
      tx,
      plans.map((plan) => ({ ticketId: plan.after.id, at: nextLook(plan, now) })),
    ),
  ])
  return changed
}

/** In the order in which they are given, which counts where moments are the same. */
export const writeLines = (tx: Tx, lines: readonly (Happened & { ticketId: TicketId })[]) =>
  insertRows(tx, slaHistory, lines, ['ticketId', 'at', 'kind', 'data'])

const COPIED = {
  keys: ['ticketId', 'clock'],
  names: [
    ...[
      'state',
      'startedAt',
      'dueAt',
      'pausedAt',
      'fulfilledAt',
      'breachedAt',
      'atRiskAt',
      'remainingMs',
      'targetMs',
    ],
  ],
}
type Copied = { after: { id: TicketId }; before?: ClockReadings; readings: ClockReadings }

/** Of a clock that never began there is no row. */
export const writeCopies = (tx: Tx, plans: readonly Copied[]) =>
  upsertRows(
    tx,
    slaClocks,
    plans.flatMap(({ after: { id }, before, readings }) =>
      CLOCKS.flatMap((clock) => {
        const { remainingMs, ...reading } = readings[clock]
        const isThere = reading.state !== 'none' || (before !== undefined && before[clock].state !== 'none')
        const left = reading.state === 'paused' ? remainingMs : null
        return isThere ? { ticketId: id, clock, ...reading, remainingMs: left } : []
      }),
    ),
    COPIED,
  )

/** Of what was passed before anybody looked nobody is told. */
const keepQuiet = (tx: Tx, plans: readonly ClockPlan[], now: Date) =>
  writeMarks(
    tx,
    plans.flatMap(({ after: { id }, before }) =>
      marksOf(before, now).map((mark) => ({ ...mark, ticketId: id, isTold: false, actions: [] })),
    ),
  )

export async function promiseLooks(
  tx: Tx,
  looks: readonly { ticketId: TicketId; at: Date | null }[],
): Promise<void> {
  const wanted = looks.flatMap(({ ticketId, at }) =>
    at ? { payload: { ticketId }, key: `sla:${ticketId}`, runAt: at } : [],
  )
  await promiseMany(tx, 'sla-due', wanted)
}
