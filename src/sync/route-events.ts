import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmEventKind } from '#src/providers/crm-provider.ts'
import { promiseRefresh } from './promise-refresh.ts'

type Waiting = { id: InboxId; kind: CrmEventKind; objectId: number | null }
/** What becomes of one: its deals are read, or the reason why not. */
type Route = { deals: readonly DealId[] } | { state: 'ignored' | 'parked'; reason: string }

const MOST_AT_ONCE = 200
/** The CRM's numbers, as far as our tables go. */
const LARGEST_ID = 2_147_483_647

/** Of the events that wait, those that say themselves which deal is to be read. Returns how many there were. */
export async function routeDealEvents({ db }: Pick<Ports, 'db'>): Promise<number> {
  return db.transaction(async (tx) => {
    const events = await claim(tx)
    const routes = new Map(events.map((event) => [event.id, routeOf(event)]))
    await write(tx, routes)
    return events.length
  })
}

async function claim(tx: Tx): Promise<Waiting[]> {
  const rows = await tx.execute<{ id: number; kind: CrmEventKind; object_id: number | null }>(sql`
    select id::float8 as id, kind, object_id::float8 as object_id from webhook_inbox
    where state = 'waiting' and kind in ('deal-changed', 'deal-deleted', 'unknown')
    order by id limit ${MOST_AT_ONCE} for update skip locked`)
  return rows.map(({ id, kind, object_id }) => ({ id: id as InboxId, kind, objectId: object_id }))
}

function routeOf({ kind, objectId }: Waiting): Route {
  if (kind === 'unknown') return { state: 'ignored', reason: 'unknown-event' }
  if (objectId === null || objectId > LARGEST_ID) return { state: 'parked', reason: 'impossible-id' }
  return { deals: [objectId as DealId] }
}

async function write(tx: Tx, routes: ReadonlyMap<InboxId, Route>): Promise<void> {
  if (routes.size === 0) return
  const rows = [...routes].map(([id, route]) =>
    'deals' in route
      ? { id, state: 'routed', dealId: route.deals[0], reason: null }
      : { id, state: route.state, dealId: null, reason: route.reason },
  )
  await tx.execute(sql`
    update webhook_inbox set state = routed.state, deal_id = routed."dealId", reason = routed.reason,
      done_at = case when routed.state = 'ignored' then clock_timestamp() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as routed (id bigint, state text, "dealId" int, reason text)
    where webhook_inbox.id = routed.id`)
  const deals = new Set([...routes.values()].flatMap((route) => ('deals' in route ? route.deals : [])))
  // In one order, whoever else does the same meanwhile.
  await Promise.all([...deals].sort((a, b) => a - b).map((dealId) => promiseRefresh(tx, dealId, 'events')))
}
