import { inArray } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { slaWarnings } from '#src/db/sla-schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import type { Ports } from '#src/ports.ts'
import type { Clocked } from '#src/sla/clocked.ts'
import { clocksOf } from '#src/sla/clocks-of.ts'
import { deriveHistories } from '#src/sla/derive-histories.ts'
import { marksOf, nameOf } from '#src/sla/marks.ts'
import type { ClockPlan } from '#src/sla/plan-clocks.ts'
import { readPolicyBook } from '#src/sla/policy-book.ts'
import { readHistories } from '#src/sla/read-histories.ts'
import { withLines } from '#src/sla/with-lines.ts'
import { promiseLooks, writeClocks } from '#src/sla/write-clocks.ts'
import { lockClocked } from './lock-clocked.ts'
import { writeDeadlines } from './write-deadlines.ts'

/** `begun`: of which no history was kept; `changed`: of which something stored was not what follows from the history. */
export type Rebuilt = { tickets: number; begun: number; changed: number }
type Options = { tell?: (done: Rebuilt) => void; signal?: AbortSignal }

const AT_ONCE = 200

/**
 * Whatever is stored of the clocks of all tickets becomes again what follows from their histories; those without one get theirs.
 * Done again, it changes nothing. It can be ended at any time, and gateways may go on meanwhile.
 */
export async function rebuildClocks(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { tell = () => undefined, signal }: Options = {},
): Promise<Rebuilt> {
  const done: Rebuilt = { tickets: 0, begun: 0, changed: 0 }
  for (let after = 0; ; ) {
    signal?.throwIfAborted()
    const part = await db.transaction((tx) =>
      telling(tx, async (tellOf) => {
        const rows = await lockClocked(tx, { after, most: AT_ONCE })
        return { last: rows.at(-1)?.id, ...(await rebuildSome(tx, rows, { now: clock(), tell: tellOf })) }
      }),
    )
    if (part.last === undefined) return done
    after = part.last
    done.tickets += part.tickets
    done.begun += part.begun
    done.changed += part.changed
    tell(done)
  }
}

async function rebuildSome(
  tx: Tx,
  rows: readonly Clocked[],
  { now, tell }: { now: Date; tell: Tell },
): Promise<Rebuilt> {
  const ids = rows.map(({ id }) => id)
  const histories = await readHistories(tx, ids)
  const untold = ids.filter((id) => !histories.has(id))
  const derived =
    untold.length > 0 ? await deriveHistories(tx, untold, await readPolicyBook(tx)) : new Map<never, never>()
  const plans = rows.map((row): ClockPlan => {
    const lines = derived.get(row.id) ?? []
    const history = withLines(histories.get(row.id) ?? [], lines)
    const until = history.reduce((end, { at }) => (at > end ? at : end), now)
    const readings = clocksOf(history, until)
    return { after: row, lines, before: readings, readings, isDerived: lines.length > 0 }
  })
  const changed = await writeClocks(tx, plans, now)
  await lookForLost(tx, plans, now)
  const due = plans.map(({ after: row, readings, isDerived }) => ({
    ...{ row, dueAt: readings.resolution.dueAt, isFirst: isDerived },
  }))
  const others = await writeDeadlines(tx, due, { now, tell, by: 'sla:rebuild' })
  return { tickets: rows.length, begun: untold.length, changed: changed + others }
}

/** Marks that were passed and never written: whatever was promised about them is promised again. */
async function lookForLost(tx: Tx, plans: readonly ClockPlan[], now: Date): Promise<void> {
  const ids = plans.flatMap(({ after, isDerived }) => (isDerived ? [] : [after.id]))
  if (ids.length === 0) return
  const { ticketId, clock, percent, dueAt } = slaWarnings
  const rows = await tx
    .select({ ticketId, clock, percent, dueAt })
    .from(slaWarnings)
    .where(inArray(slaWarnings.ticketId, ids))
  const known = new Set(rows.map((row) => `${row.ticketId} ${nameOf(row)}`))
  const lost = plans.filter(
    ({ after, readings, isDerived }) =>
      !isDerived && marksOf(readings, now).some((mark) => !known.has(`${after.id} ${nameOf(mark)}`)),
  )
  await promiseLooks(
    tx,
    lost.map(({ after }) => ({ ticketId: after.id, at: now })),
  )
}
