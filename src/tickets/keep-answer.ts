import { eq, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'

/**
 * What we wrote is from this moment of the CRM's: a reading that began before it says how it was, and must not undo it. What others
 * changed there meanwhile is still for the mirror to read, which is why nothing else of the answer is kept.
 */
export async function keepAnswer(tx: Tx, ticketId: TicketId, { modifiedAt }: CrmDeal): Promise<void> {
  await tx
    .update(deals)
    .set({
      crmModifiedAt: sql`greatest(${deals.crmModifiedAt}, ${modifiedAt.toISOString()}::timestamptz)`,
      crmReadOrder: nextInReadOrder,
    })
    .where(eq(deals.id, ticketId))
}
