import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'

/** What becomes of an event: its deals are read again, or nothing more happens to it, for a reason. */
export type Route =
  | { deals: readonly DealId[] }
  | { state: 'done'; reason: null }
  | { state: 'ignored' | 'parked'; reason: string }

/** The CRM's numbers, as far as our tables go. */
export const LARGEST_ID = 2_147_483_647

/** A mail can belong to several deals, and is mirrored when all of them have been read. */
const othersOf = ([, ...others]: readonly DealId[]) => (others.length > 0 ? others : null)

/** Of events that are locked by this transaction. */
export async function writeRoutes(tx: Tx, routes: ReadonlyMap<InboxId, Route>): Promise<void> {
  if (routes.size === 0) return
  const rows = [...routes].map(([id, route]) =>
    'deals' in route
      ? { id, state: 'routed', dealId: route.deals[0], others: othersOf(route.deals), reason: null }
      : { id, ...route },
  )
  await tx.execute(sql`
    update webhook_inbox set state = route.state, deal_id = route."dealId", other_deals = route.others, reason = route.reason,
      done_at = case when route.state in ('done', 'ignored') then clock_timestamp() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as route (id bigint, state text, "dealId" int, others int[], reason text)
    where webhook_inbox.id = route.id`)
  const deals = new Set([...routes.values()].flatMap((route) => ('deals' in route ? route.deals : [])))
  // In one order, so that two who do this at once do not wait for each other.
  await Promise.all([...deals].sort((a, b) => a - b).map((dealId) => promiseRefresh(tx, dealId, 'events')))
}
