import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { InboxOrigin } from '#src/db/mirror-schema.ts'
import type { Run } from '#src/db/planned.ts'
import { channelOf } from '#src/db/signals.ts'
import type { DealId } from '#src/ids.ts'
import type { TaskName } from '#src/jobs/tasks.ts'
import type { CrmEvent } from '#src/providers/crm-event.ts'
import { awaiting } from './settle-inbox.ts'

const LONGEST_REASON = 300

/** Without a moment it came just now. */
export type NewEvent = CrmEvent & { receivedAt?: string }

/** In their order, in one statement; whoever routes them hears of it, and from whom. */
export async function storeEvents(
  run: Run,
  events: readonly NewEvent[],
  origin: InboxOrigin,
  from = '',
): Promise<void> {
  await run(sql`
    with told as (
      select * from rows from (json_to_recordset(${JSON.stringify(events)}::text::json) as (
        "receivedAt" timestamptz, name text, kind text, "objectId" bigint, body text)) with ordinality),
    stored as (
      insert into webhook_inbox (received_at, origin, name, kind, object_id, body)
      select coalesce("receivedAt", clock_timestamp()), ${origin}, name, kind, "objectId", body from told order by ordinality
      returning id)
    select count(pg_notify(${channelOf('events-due')}, ${from})) from stored`)
}

/** A reading that is given up leaves its events for a person to look at. */
export async function parkEvents(db: Db, name: string, payload: unknown, reason: string): Promise<void> {
  const dealId = (payload as { dealId?: unknown } | null)?.dealId
  if (name !== ('refresh-deal' satisfies TaskName) || !Number.isSafeInteger(dealId)) return
  await db.execute(sql`
    update webhook_inbox set state = 'parked', reason = ${reason.slice(0, LONGEST_REASON)}
    where id in (${awaiting(Number(dealId) as DealId)}) and state = 'routed'`)
}
