import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'

/**
 * What these events told of this deal is mirrored: a reading that began behind them is written. Those that are left are about
 * other deals too, and wait for these. What a reading left behind that was given up is settled likewise. Returns for how long each of the others had been waiting, in seconds, as far as it came just once.
 */
export async function settleInbox(tx: Tx, dealId: DealId, upTo: InboxId | null): Promise<number[]> {
  if (upTo === null) return []
  const done = await tx.execute<{ lag: number | null }>(sql`
    with told as (
      select id, state, array_remove(deal_id || coalesce(other_deals, '{}'), ${dealId}) as left_over from webhook_inbox
      where id in (${awaiting(dealId)}) and id <= ${upTo} and state in ('routed', 'parked') for update),
    moved as (
      update webhook_inbox as one set deal_id = left_over[1], other_deals = nullif(left_over[2:], '{}')
      from told where one.id = told.id and left_over <> '{}')
    update webhook_inbox as one set state = 'done', reason = null, other_deals = null, done_at = clock_timestamp()
    from told where one.id = told.id and left_over = '{}'
    returning case when origin <> 'replay' and told.state = 'routed' then
      greatest(0, extract(epoch from clock_timestamp() - received_at))::float8 end as lag`)
  return done.flatMap(({ lag }) => lag ?? [])
}

/** The events that wait for a reading of this deal, or were left by one. */
export const awaiting = (dealId: DealId) => sql`
  select id from webhook_inbox where deal_id = ${dealId} and state in ('routed', 'parked')
  union all
  select id from webhook_inbox where other_deals is not null and ${dealId} = any(other_deals) and state in ('routed', 'parked')`
