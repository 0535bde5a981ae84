import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { CrmPart } from '#src/jobs/change-shapes.ts'
import { promiseMany } from '#src/jobs/promise-many.ts'
import { promise } from '#src/jobs/queue.ts'
import { differingParts } from './crm-parts.ts'
import type { TicketRow } from './queries.ts'

/** All that is promised to the CRM about one ticket is done in its order. */
export const ticketKey = (ticketId: TicketId) => `ticket:${ticketId}`

/**
 * What was changed here is promised to the CRM, as far as the CRM shows it. In the transaction of the change, with the row
 * locked; last, if it can be.
 */
export async function promiseChange(tx: Tx, before: TicketRow, after: TicketRow): Promise<void> {
  const parts = differingParts(before, after)
  if (parts.length > 0) await promiseParts(tx, after.id, parts)
}

/** The CRM will show these parts as the row has them then. */
export async function promiseParts(tx: Tx, ticketId: TicketId, parts: readonly CrmPart[]): Promise<void> {
  await tx
    .update(deals)
    .set({ crmStatus: 'pending' })
    .where(and(eq(deals.id, ticketId), eq(deals.crmStatus, 'synced')))
  const payload = { ticketId, parts: [...parts].sort() }
  await promise(tx, 'push-change', payload, { key: ticketKey(ticketId), merge: true })
}

/** Likewise of the deadlines of many tickets, in as many statements as of one. */
export async function promiseDeadlines(tx: Tx, ticketIds: readonly TicketId[], now: Date): Promise<void> {
  if (ticketIds.length === 0) return
  const are = sql`${deals.id} = any(${`{${ticketIds.join(',')}}`}::int[])`
  await tx
    .update(deals)
    .set({ crmStatus: 'pending' })
    .where(and(are, eq(deals.crmStatus, 'synced')))
  const parts = ['deadline'] as const
  const wanted = ticketIds.map((ticketId) => ({
    payload: { ticketId, parts: [...parts] },
    key: ticketKey(ticketId),
    runAt: now,
  }))
  await promiseMany(tx, 'push-change', wanted)
}
