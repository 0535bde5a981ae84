import { and, asc, eq, exists, lt, lte, or } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { closeNotices } from '#src/db/ledger-schema.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit } from '#src/visit.ts'
import { DAY_MS, hasNoReader, noticeOf } from './announce-closing.ts'
import { columnsOfMove, placeOf } from './move.ts'
import { promiseChange } from './promise-change.ts'
import { changeRow, lockTicket, type TicketRow, ticketColumns } from './queries.ts'
import { isStillWorkedOn } from './visible.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'stageMap' | 'dictionaries'>

const AT_ONCE = 50

/** T-36: what has been resolved for so long is closed. Returns how many were. */
export async function closeResolved(
  ports: Needed,
  { autoCloseDays, autoCloseNoticeDays }: { autoCloseDays: number; autoCloseNoticeDays: number },
  signal?: AbortSignal,
): Promise<number> {
  if (autoCloseDays === 0) return 0
  const { db, clock } = ports
  const now = clock()
  const before = new Date(now.getTime() - autoCloseDays * DAY_MS)
  // Whoever could be told was, and has had the days that they were told.
  const mayClose =
    autoCloseNoticeDays === 0
      ? undefined
      : or(hasNoReader, exists(noticeOf(db, lte(closeNotices.closesAt, now))))
  const isDue = and(eq(deals.status, 'resolved'), lt(deals.resolvedAt, before), isStillWorkedOn, mayClose)
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
      const how = { actorId: null, action: 'ticket-closed-by-time', visit, tell, now } as const
      const after = await changeRow(tx, before, columnsOfMove(place, before, 'closed', now), how)
      await promiseChange(tx, before, after)
    })
    return true
  })
}
