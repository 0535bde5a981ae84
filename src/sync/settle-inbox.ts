import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'

/**
 * What these events told of is mirrored: a reading that began behind them is written. Returns for how long each had been
 * waiting for that, in seconds, as far as it came just once.
 */
export async function settleInbox(tx: Tx, dealId: DealId, upTo: InboxId | null): Promise<number[]> {
  if (upTo === null) return []
  const done = await tx.execute<{ lag: number | null }>(sql`
    update webhook_inbox set state = 'done', done_at = clock_timestamp()
    where deal_id = ${dealId} and state = 'routed' and id <= ${upTo}
    returning case when origin <> 'replay' then
      greatest(0, extract(epoch from clock_timestamp() - received_at))::float8 end as lag`)
  return done.flatMap(({ lag }) => lag ?? [])
}
