import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { ticketWatchers } from '#src/db/link-schema.ts'
import type { Tell } from '#src/db/tell.ts'
import type { UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { changeRow, type TicketRow } from './queries.ts'

type Wanted = { add?: readonly UserId[]; remove?: readonly UserId[] }
export type How = { actorId: UserId | null; visit: Visit; tell: Tell; now: Date }

/** The one place that writes who follows a ticket: in its table, and on the row. Whose ticket it is needs no copy. The row must be locked. */
export async function keepWatchers(
  tx: Tx,
  before: TicketRow,
  { add = [], remove = [] }: Wanted,
  how: How,
): Promise<TicketRow> {
  const { id: ticketId } = before
  const added = [...new Set(add)].filter((id) => id !== before.userId && !before.watcherIds.includes(id))
  const removed = remove.filter((id) => before.watcherIds.includes(id))
  if (added.length === 0 && removed.length === 0) return before
  if (added.length > 0)
    await tx
      .insert(ticketWatchers)
      .values(added.map((userId) => ({ ticketId, userId, addedById: how.actorId })))
      .onConflictDoNothing()
  if (removed.length > 0)
    await tx
      .delete(ticketWatchers)
      .where(and(eq(ticketWatchers.ticketId, ticketId), inArray(ticketWatchers.userId, removed)))
  const watcherIds = [...before.watcherIds.filter((id) => !removed.includes(id)), ...added]
  const after = await changeRow(tx, before, { watcherIds }, { ...how, action: 'watchers-changed' })
  const { actorId, tell } = how
  tell({
    kind: 'watchers-changed',
    ticketId,
    actorId,
    data: { watcher_ids: watcherIds, added, removed },
  })
  return after
}
