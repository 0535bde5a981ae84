import { and, eq, isNull, sql } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { tellOfMessage } from '#src/files/tell-of-message.ts'
import type { InboundMailId } from '#src/ids.ts'
import { localVisit } from '#src/visit.ts'
import type { Returned } from './find-returned.ts'

/** Where the message is, the team sees that a letter of it did not arrive; without one, the history of the ticket tells it. */
export async function noteReturned(
  tx: Tx,
  mailId: InboundMailId,
  { ticketId, activityId }: Returned,
): Promise<void> {
  await recordChange(tx, {
    ...{ actorId: null, action: 'letter-returned', subject: 'ticket', subjectId: ticketId },
    after: { message_id: activityId },
    visit: localVisit(`mail-${mailId}`),
  })
  if (activityId === null) return
  const marked = await tx
    .update(activities)
    .set({ returnedAt: sql`clock_timestamp()` })
    .where(and(eq(activities.id, activityId), isNull(activities.returnedAt)))
    .returning({ id: activities.id })
  if (marked.length > 0) await tellOfMessage(tx, { ticketId, activityId })
}
