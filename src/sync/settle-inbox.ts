import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'

/** What these events told of is mirrored: a reading that began behind them is written. */
export async function settleInbox(tx: Tx, dealId: DealId, upTo: InboxId | null): Promise<void> {
  if (upTo === null) return
  await tx.execute(sql`
    update webhook_inbox set state = 'done', done_at = clock_timestamp()
    where deal_id = ${dealId} and state = 'routed' and id <= ${upTo}`)
}
