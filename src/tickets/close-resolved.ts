import { and, asc, eq, lt } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit } from '#src/visit.ts'
import { columnsOfMove, placeOf } from './move.ts'
import { promiseChange } from './promise-change.ts'
import { changeRow, lockTicket, type TicketRow, ticketColumns } from './queries.ts'
import { isStillWorkedOn } from './visible.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'stageMap' | 'dictionaries'>

const DAY_MS = 24 * 3_600_000
const AT_ONCE = 50

/** T-36: what has been resolved for so long is closed. Returns how many were. */
export async function closeResolved(
  ports: Needed,
  { autoCloseDays }: { autoCloseDays: number },
  signal?: AbortSignal,
): Promise<number> {
  if (autoCloseDays === 0) return 0
  const { db, clock } = ports
  const before = new Date(clock().getTime() - autoCloseDays * DAY_MS)
  const isDue = and(eq(deals.status, 'resolved'), lt(deals.resolvedAt, before), isStillWorkedOn)
  let closed = 0
  for (;;) {
    const due = await db.select(ticketColumns).from(deals).where(isDue).orderBy(asc(deals.id)).limit(AT_ONCE)
    for (const row of due) {
      if (signal?.aborted) return closed
      if (await closeOne(ports, row, before)) closed += 1
    }
    if (due.length < AT_ONCE) return closed
  }
}

async function closeOne(ports: Needed, found: TicketRow, dueBefore: Date): Promise<boolean> {
  const place = await placeOf(ports, found)
  return ports.db.transaction(async (tx: Tx) => {
    const before = await lockTicket(tx, found.id)
    // Another gateway was first, or somebody said something meanwhile.
    if (before?.status !== 'resolved' || before.resolvedAt === null || before.resolvedAt >= dueBefore)
      return false
    await telling(tx, async (tell) => {
      const visit = localVisit('close-resolved')
      const now = ports.clock()
      const how = { actorId: null, action: 'ticket-closed-by-time', visit, tell, now }
      const after = await changeRow(tx, before, columnsOfMove(place, before, 'closed', now), how)
      await promiseChange(tx, before, after)
    })
    return true
  })
}
