import { sql } from 'drizzle-orm'
import type { TicketId, UserId } from '#src/ids.ts'
import type { Tx } from './connect.ts'
import { domainEvents } from './ledger-schema.ts'
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
    | 'ticket-assigned'
    | 'priority-changed'
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
/** A statement has 65,534 parameters, and an event takes five of them. */
const AT_ONCE = 5_000

/**
 * Whatever `work` tells is written when it is done, as the last thing before the commit: numbers are given out one transaction
 * after the other, so that they are in the order of the commits, and for as short a time as possible.
 */
export async function telling<T>(tx: Tx, work: (tell: Tell) => Promise<T>): Promise<T> {
  const told: NewEvent[] = []
  const result = await work((event) => void told.push(event))
  if (told.length > 0) {
    // Whoever waits is woken by the commit; asked for in one statement, because all others wait for this lock.
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}), pg_notify(${channelOf('told')}, '')`)
    for (let at = 0; at < told.length; at += AT_ONCE)
      await tx.insert(domainEvents).values(told.slice(at, at + AT_ONCE))
  }
  return result
}
