import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { Clocked } from '#src/sla/clocked.ts'
import { planClocks } from '#src/sla/plan-clocks.ts'
import { writeClocks } from '#src/sla/write-clocks.ts'
import { lockClocked } from './lock-clocked.ts'
import { isStillWorkedOn } from './visible.ts'
import { writeDeadlines } from './write-deadlines.ts'

const AT_ONCE = 200
const isOpen = sql`status not in ('resolved', 'closed') and ${isStillWorkedOn}`

/** Open tickets go on by what holds now: a part of them at a time, and the promise of the next. */
export const applyPolicies =
  ({ clock }: Pick<Ports, 'clock'>): Task<'sla-apply'> =>
  ({ after }, job) =>
    job.finish((tx) =>
      telling(tx, async (tell) => {
        const rows = await lockClocked(tx, { after, most: AT_ONCE, where: isOpen })
        await applySome(tx, rows, { now: clock(), tell })
        const last = rows.length === AT_ONCE ? rows.at(-1)?.id : undefined
        if (last !== undefined)
          await promise(tx, 'sla-apply', { after: last }, { key: 'sla-apply', merge: true })
      }),
    )

/** Open tickets whose clocks nobody keeps yet, as those that were taken over in bulk. Returns how many there were. */
export async function beginClocks(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  signal?: AbortSignal,
): Promise<number> {
  const where = sql`${isOpen} and not exists (select from sla_history where ticket_id = deals.id)`
  let begun = 0
  for (let after = 0; ; ) {
    if (signal?.aborted) return begun
    const rows = await db.transaction((tx) =>
      telling(tx, async (tell) => {
        const found = await lockClocked(tx, { after, most: AT_ONCE, where })
        await applySome(tx, found, { now: clock(), tell })
        return found
      }),
    )
    begun += rows.length
    const last = rows.at(-1)?.id
    if (last === undefined || rows.length < AT_ONCE) return begun
    after = last
  }
}

async function applySome(
  tx: Tx,
  rows: readonly Clocked[],
  { now, tell }: { now: Date; tell: Tell },
): Promise<void> {
  const changes = rows.map((row) => ({ before: row, after: row, at: now, isRematched: true }))
  const found = await planClocks(tx, changes, now)
  const plans = found.filter((plan) => plan !== null)
  await writeClocks(tx, plans, now)
  const due = plans.map(({ after: row, readings, isDerived }) => ({
    ...{ row, dueAt: readings.resolution.dueAt, isFirst: isDerived },
  }))
  await writeDeadlines(tx, due, { now, tell, by: 'sla-apply' })
}
