import { asc, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { slaHistory } from '#src/db/sla-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { HistoryLine } from './history.ts'

/** In the order in which things happened; tickets without a history are not in it. */
export async function readHistories(
  db: Db | Tx,
  ticketIds: readonly TicketId[],
): Promise<Map<TicketId, HistoryLine[]>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await db
    .select({
      ticketId: slaHistory.ticketId,
      id: slaHistory.id,
      at: slaHistory.at,
      kind: slaHistory.kind,
      data: slaHistory.data,
    })
    .from(slaHistory)
    .where(sql`${slaHistory.ticketId} = any(${`{${ticketIds.join(',')}}`}::int[])`)
    .orderBy(asc(slaHistory.ticketId), asc(slaHistory.at), asc(slaHistory.id))
  const histories = new Map<TicketId, HistoryLine[]>()
  for (const { ticketId, ...line } of rows) {
    const known = histories.get(ticketId) ?? []
    // As write-clocks.ts wrote it, and nobody can change it.
    known.push(line as HistoryLine)
    histories.set(ticketId, known)
  }
  return histories
}
