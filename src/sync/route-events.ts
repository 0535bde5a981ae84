import { sql } from 'drizzle-orm'
import { isDatabaseAway, isDeadlock, type Tx } from '#src/db/connect.ts'
import { notify } from '#src/db/signals.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmEventKind } from '#src/providers/crm-event.ts'
import { LARGEST_ID, type Reader, type Route, writeRoutes } from './write-routes.ts'

type Waiting = { id: InboxId; kind: CrmEventKind; objectId: number | null; deals: DealId[] | null }

const MOST_AT_ONCE = 1_000
/**
 * That something is gone which has no row here is believed so long after: a reading that still saw it has written its row by
 * then, and would keep it for ever if nobody read its deal again.
 */
const UNSEEN_S = 60

type Needs = Pick<Ports, 'db' | 'log'> & { reader: Reader | null }

/** Of the events that wait, those whose deals are known without asking the CRM. Returns whether there may be more. */
export async function routeEvents(needs: Needs): Promise<boolean> {
  try {
    return (await routeSome(needs)) === MOST_AT_ONCE
  } catch (error) {
    if (isDatabaseAway(error) || isDeadlock(error)) throw error
    return (await routeApart(needs)) === MOST_AT_ONCE
  }
}

/** One that cannot be routed must not take others with it. */
async function routeApart(needs: Needs): Promise<number> {
  const { db, log } = needs
  const ids = (await db.transaction(claim)).map(({ id }) => id)
  for (const id of ids) {
    try {
      await routeSome(needs, id)
    } catch (error) {
      if (isDatabaseAway(error)) throw error
      log.error({ err: error, event: id }, 'an event could not be routed')
      await db.execute(
        sql`update webhook_inbox set state = 'parked', reason = 'cannot-be-routed' where id = ${id} and state = 'waiting'`,
      )
    }
  }
  return ids.length
}

/** All in one transaction: an event is routed if its reading is promised, and not otherwise. */
async function routeSome({ db, reader }: Needs, only?: InboxId): Promise<number> {
  const { begin, count } = await db.transaction(async (tx) => {
    const events = await claim(tx, only)
    // Each gateway knows the fields for itself.
    if (events.some(({ kind }) => kind === 'fields-changed')) await notify(tx, 'crm-fields-changed')
    const routes = new Map(events.map((event) => [event.id, routeOf(event)]))
    return { begin: await writeRoutes(tx, routes, reader), count: events.length }
  })
  begin()
  return count
}

async function claim(tx: Tx, only?: InboxId): Promise<Waiting[]> {
  const rows = await tx.execute<{
    id: number
    kind: CrmEventKind
    object_id: number | null
    deals: DealId[] | null
  }>(sql`
    select inbox.id::float8 as id, inbox.kind, inbox.object_id::float8 as object_id, own.deals
    from webhook_inbox as inbox left join lateral (
      select array_agg(distinct deals.deal_id order by deals.deal_id) as deals
      from activities join deals on deals.id = activities.ticket_id
      where activities.external_kind = split_part(inbox.kind, '-', 1)
        and activities.external_id = inbox.object_id and deals.deal_id is not null) as own on true
    where inbox.state = 'waiting' and (${only ?? null}::bigint is null or inbox.id = ${only ?? null}::bigint)
      and (inbox.kind not in ('activity-changed', 'activity-deleted', 'comment-changed', 'comment-deleted')
        or inbox.object_id is null or inbox.object_id > ${LARGEST_ID} or own.deals is not null
        or (inbox.kind in ('activity-deleted', 'comment-deleted')
          and inbox.received_at < clock_timestamp() - make_interval(secs => ${UNSEEN_S})))
    order by inbox.id limit ${MOST_AT_ONCE} for update of inbox skip locked`)
  return rows.map(({ id, object_id, ...row }) => ({ ...row, id: id as InboxId, objectId: object_id }))
}

function routeOf({ kind, objectId, deals }: Waiting): Route {
  if (kind === 'unknown') return { state: 'ignored', reason: 'unknown-event' }
  if (kind === 'fields-changed') return { state: 'done', reason: null }
  if (objectId === null || objectId > LARGEST_ID) return { state: 'parked', reason: 'impossible-id' }
  if (kind === 'deal-changed' || kind === 'deal-deleted') return { deals: [objectId as DealId] }
  return deals ? { deals } : { state: 'ignored', reason: 'not-mirrored' }
}
