import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { InboxOrigin } from '#src/db/mirror-schema.ts'
import type { Run } from '#src/db/planned.ts'
import { channelOf } from '#src/db/signals.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import type { CrmEvent } from '#src/providers/crm-provider.ts'

/** Without a moment it came just now. */
export type NewEvent = CrmEvent & { receivedAt?: string }

/** In their order, in one statement; whoever routes them hears of it. */
export async function storeEvents(run: Run, events: readonly NewEvent[], origin: InboxOrigin): Promise<void> {
  await run(sql`
    with told as (
      select * from rows from (json_to_recordset(${JSON.stringify(events)}::text::json) as (
        "receivedAt" timestamptz, name text, kind text, "objectId" bigint, body text)) with ordinality),
    stored as (
      insert into webhook_inbox (received_at, origin, name, kind, object_id, body)
      select coalesce("receivedAt", clock_timestamp()), ${origin}, name, kind, "objectId", body from told order by ordinality
      returning id)
    select count(pg_notify(${channelOf('events-due')}, '')) from stored`)
}

export type DealInbox = {
  /** Of the newest event that waits to be mirrored; 0: none does. */
  upTo: InboxId | 0
  /** How many wait. */
  count: number
  /** When the oldest of them came. */
  since: Date | null
}

/** The events that a reading of the deal will settle. Asked before it begins: what comes later may tell of what it did not see. */
export async function inboxOf(db: Db | Tx, dealId: DealId): Promise<DealInbox> {
  const [found] = await db.execute<{ up_to: number; count: number; since: string | null }>(sql`
    select coalesce(max(id), 0)::float8 as up_to, count(*)::float8 as count, min(received_at) as since
    from webhook_inbox where deal_id = ${dealId} and state = 'routed'`)
  const { up_to = 0, count = 0, since = null } = found ?? {}
  return { upTo: up_to as InboxId | 0, count, since: since === null ? null : new Date(since) }
}

/** In the transaction that mirrors what a reading saw: the events that it was for are done. */
export async function settleInbox(tx: Tx, dealId: DealId, upTo: InboxId | 0): Promise<void> {
  await tx.execute(sql`
    update webhook_inbox set state = 'done', done_at = clock_timestamp()
    where deal_id = ${dealId} and state = 'routed' and id <= ${upTo}`)
}

/** A reading of the deal is given up: its events are for a person to look at. */
export async function parkInbox(tx: Db | Tx, dealId: DealId, reason: string): Promise<void> {
  await tx.execute(sql`
    update webhook_inbox set state = 'parked', reason = ${reason}
    where deal_id = ${dealId} and state = 'routed'`)
}
