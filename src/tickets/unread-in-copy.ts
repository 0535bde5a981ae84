import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { type Caller, isInCopy } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { ticketReads } from '#src/db/ledger-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import type { TicketRow } from './queries.ts'
import { saidTo } from './timeline.ts'

/**
 * Of a row of `deals`: that somebody said something there which they have not read. It is the mark of whoever is in copy: each has
 * their own, and nobody else's reading clears it. What nobody said by themselves is no news.
 */
export const isUnreadInCopy = (caller: Caller): SQL => sql`exists (
  select from ${activities} where ${and(
    eq(activities.ticketId, deals.id),
    saidTo(caller),
    sql`${activities.kind} <> 'system' and ${activities.source} <> 'system'`,
    sql`${activities.authorUserId} is distinct from ${caller.userId}`,
    sql`${activities.id} > coalesce((select ${ticketReads.lastReadMessageId} from ${ticketReads}
      where ${ticketReads.ticketId} = ${deals.id} and ${ticketReads.userId} = ${caller.userId}), 0)`,
  )})`

/** Which of these tickets are unread for somebody who is in copy of them. */
export async function unreadInCopy(
  db: Db,
  caller: Caller,
  rows: readonly (Pick<TicketRow, 'id'> & { userId: UserId | null })[],
): Promise<ReadonlySet<TicketId>> {
  const ids = rows.filter((row) => isInCopy(caller, row)).map(({ id }) => id)
  if (ids.length === 0) return new Set()
  const unread = await db
    .select({ id: deals.id })
    .from(deals)
    .where(and(inArray(deals.id, ids), isUnreadInCopy(caller)))
  return new Set(unread.map(({ id }) => id))
}
