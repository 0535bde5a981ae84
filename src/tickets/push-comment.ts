import { eq } from 'drizzle-orm'
import { knownComments } from '#src/db/known-comments.ts'
import { users } from '#src/db/schema.ts'
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
