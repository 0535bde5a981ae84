import { sql } from 'drizzle-orm'
import type { TicketId, UserId } from '#src/ids.ts'
import type { Tx } from './connect.ts'
import { channelOf } from './signals.ts'

/** Something that happened to a ticket, for whoever watches it. `data` may hold what everybody who may enter its room may know. */
export type NewEvent = {
  kind:
    | 'ticket-opened'
    | 'ticket-changed'
    | 'message-added'
    | 'message-changed'
    | 'message-removed'
    | 'ticket-read'
    | 'watchers-changed'
    | 'links-changed'
    | 'ticket-merged'
    | 'ticket-assigned'
    | 'priority-changed'
    | 'change-pending'
    | 'change-rejected'
    | 'sync-state'
    | 'sla-warning'
    | 'sla-breached'
    | 'notification'
  ticketId: TicketId
  actorId: UserId | null
  /** For the team alone: notes. */
  isInternal?: boolean
  data: Record<string, unknown>
}
export type Tell = (event: NewEvent) => void

/** Any number that nobody else uses; "tell" on a phone's keys. */
const LOCK = 8_355

/**
 * Whatever `work` tells is written when it is done, as the last thing before the commit: numbers are given out one transaction
 * after the other, so that they are in the order of the commits, and for as short a time as possible.
 */
export async function telling<T>(tx: Tx, work: (tell: Tell) => Promise<T>): Promise<T> {
  const told: NewEvent[] = []
  const result = await work((event) => void told.push(event))
  if (told.length > 0)
    // No row is made, and so no number drawn, before the turn is ours. Whoever waits is woken by the commit.
    await tx.execute(sql`
      with turn as materialized (select pg_advisory_xact_lock(${LOCK}), pg_notify(${channelOf('told')}, '')),
      told as (
        select told.* from turn cross join rows from (json_to_recordset(${JSON.stringify(told)}::text::json) as (
          kind text, "ticketId" int, "actorId" int, "isInternal" boolean, data jsonb)) with ordinality as told)
      insert into domain_events (kind, ticket_id, actor_id, is_internal, data, told_with)
      select kind, "ticketId", "actorId", coalesce("isInternal", false), data, pg_current_xact_id()::text::bigint
      from told order by ordinality`)
  return result
}
