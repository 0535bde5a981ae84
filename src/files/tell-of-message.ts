import { eq } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import type { MessageId, TicketId } from '#src/ids.ts'

/** Where its files hang, which look different now. Last in a transaction. */
type Place = { ticketId: TicketId | null; activityId: MessageId | null }

/** So that whoever watches the ticket sees what became of a file of a message; of what was deleted nobody is told. */
export async function tellOfMessage(tx: Tx, { ticketId, activityId }: Place): Promise<void> {
  if (ticketId === null || activityId === null) return
  const [message] = await tx
    .select({ isInternal: activities.isInternal, deletedAt: activities.deletedAt })
    .from(activities)
    .where(eq(activities.id, activityId))
  if (!message || message.deletedAt) return
  const { isInternal } = message
  const data = { message_id: activityId }
  await telling(tx, async (tell) =>
    tell({ kind: 'message-changed', ticketId, actorId: null, isInternal, data }),
  )
}
