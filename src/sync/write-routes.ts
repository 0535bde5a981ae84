import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import { promiseRefreshes } from '#src/jobs/deal-refresh.ts'
import type { Worker } from '#src/jobs/worker.ts'

/** What becomes of an event: its deals are read again, or nothing more happens to it, for a reason. */
export type Route =
  | { deals: readonly DealId[] }
  | { state: 'done'; reason: null }
  | { state: 'ignored' | 'parked'; reason: string }

/** The CRM's numbers, as far as our tables go. */
export const LARGEST_ID = 2_147_483_647

/** A mail can belong to several deals, and is mirrored when all of them have been read. */
const othersOf = ([, ...others]: readonly DealId[]) => (others.length > 0 ? others : null)

/** Who reads the deals at once, if he has the time: the worker of this gateway. */
export type Reader = Pick<Worker, 'take'>
const LANE = 'events'

/** Of events that are locked by this transaction, at its end. Returns how to begin what was promised, once it is committed. */
export async function writeRoutes(
  tx: Tx,
  routes: ReadonlyMap<InboxId, Route>,
  reader: Reader | null,
): Promise<() => void> {
  if (routes.size === 0) return () => undefined
  const rows = [...routes].map(([id, route]) =>
    'deals' in route
      ? { id, state: 'routed', dealId: route.deals[0], others: othersOf(route.deals), reason: null }
      : { id, ...route },
  )
  const write = tx.execute(sql`
    update webhook_inbox set state = route.state, deal_id = route."dealId", other_deals = route.others, reason = route.reason,
      done_at = case when route.state in ('done', 'ignored') then clock_timestamp() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as route (id bigint, state text, "dealId" int, others int[], reason text)
    where webhook_inbox.id = route.id`)
  const deals = [...routes.values()].flatMap((route) => ('deals' in route ? route.deals : []))
  const [, ids] = await Promise.all([
    write,
    promiseRefreshes(tx, deals, { lane: LANE, isSilent: reader !== null }),
  ])
  return reader ? reader.take(tx, ids, LANE) : () => undefined
}
