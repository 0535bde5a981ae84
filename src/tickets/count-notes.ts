import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import type { TicketId } from '#src/ids.ts'

/** How many notes of the team each of these tickets has. */
export async function countNotes(db: Db, ticketIds: readonly TicketId[]): Promise<Map<TicketId, number>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await db
    .select({ ticketId: activities.ticketId, notes: count() })
    .from(activities)
    .where(
      and(
        inArray(activities.ticketId, [...ticketIds]),
        eq(activities.isInternal, true),
        isNull(activities.deletedAt),
      ),
    )
    .groupBy(activities.ticketId)
  return new Map(rows.map(({ ticketId, notes }) => [ticketId, notes]))
}
