import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import type { CommentId, TicketId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { commentText } from './comment-text.ts'
import { findOutgoing, noteMessageReached, notingFailure } from './message-crm-status.ts'

/** Tells the CRM what somebody said, once. */
export const pushComment =
  ({ db, crm }: Pick<Ports, 'db' | 'crm'>): Task<'push-comment'> =>
  ({ ticketId, activityId }, job) =>
    notingFailure(db, activityId, async () => {
      const outgoing = await findOutgoing(db, activityId)
      if (outgoing === null) return
      const { row, dealId } = outgoing
      const [author] = row.authorUserId
        ? await db.select({ matricula: users.matricula }).from(users).where(eq(users.id, row.authorUserId))
        : []
      const text = commentText({
        name: row.authorName ?? '',
        matricula: author?.matricula ?? null,
        text: row.bodyText,
      })
      const notThese = await knownComments(db, ticketId)
      const commentId = await crm.addComment(dealId, { text, notThese }, callingOf(job))
      await job.finish((tx) => noteMessageReached(tx, activityId, 'comment', commentId))
    })

/** Others may say the same: the next "ok" is not the one before. What the mirror read by itself may well be this one. */
async function knownComments(db: Db, ticketId: TicketId): Promise<CommentId[]> {
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
  return known.map(({ id }) => id as CommentId)
}
