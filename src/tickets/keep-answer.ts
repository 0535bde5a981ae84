import { eq, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { CrmDeal, DealChange } from '#src/providers/crm-provider.ts'
import { lockTicket } from './queries.ts'

/**
 * What we wrote is from this moment of the CRM's: a reading that began before it says how it was, and must not undo it. What others
 * changed there meanwhile is still for the mirror to read, which is why nothing else of the answer is kept.
 */
export async function keepAnswer(
  tx: Tx,
  ticketId: TicketId,
  change: DealChange,
  answer: CrmDeal,
): Promise<void> {
  const row = await lockTicket(tx, ticketId)
  const { modifiedAt } = answer
  await tx
    .update(deals)
    .set({
      crmModifiedAt: sql`greatest(${deals.crmModifiedAt}, ${modifiedAt.toISOString()}::timestamptz)`,
      crmReadOrder: nextInReadOrder,
      ...(row?.crmSnapshot ? { crmSnapshot: withAnswer(row.crmSnapshot, change, answer) } : {}),
    })
    .where(eq(deals.id, ticketId))
}

/** As the CRM had it when it was last read, but for what we wrote. No reading is the same as that. */
function withAnswer(snapshot: unknown, change: DealChange, answer: CrmDeal) {
  const kept = snapshot as { fields?: Record<string, unknown> }
  const { title, stageId, outcome, responsibleId, fields } = answer
  const written = Object.keys(change.fields ?? {}).map((name) => [name, fields[name as keyof typeof fields]])
  return {
    ...kept,
    ...(change.title !== undefined && { title }),
    ...(change.stageId !== undefined && { stageId, outcome }),
    ...(change.responsibleId !== undefined && { responsibleId }),
    fields: { ...kept.fields, ...Object.fromEntries(written) },
    digest: null,
  }
}
