import { and, eq, isNotNull, ne } from 'drizzle-orm'
import type { CommentId, TicketId } from '#src/ids.ts'
import { activities } from './activity-schema.ts'
import type { Db } from './connect.ts'

/** Others may say the same: the next "ok" is not the one before. What the mirror read by itself may well be this one. */
export async function knownComments(db: Db, ticketId: TicketId): Promise<CommentId[]> {
  const known = await db
    .select({ id: activities.externalId })
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, ticketId),
        eq(activities.externalKind, 'comment'),
        ne(activities.source, 'crm'),
        isNotNull(activities.externalId),
      ),
    )
  // Of this kind they are comments.
  return known.map(({ id }) => id as CommentId)
}
