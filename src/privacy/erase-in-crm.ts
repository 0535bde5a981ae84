import { and, asc, eq, isNotNull, isNull, or } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import type { ActivityId, CommentId, CrmFileId, TicketId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { type Calling, CrmError } from '#src/providers/crm-provider.ts'
import { commentText } from '#src/tickets/comment-text.ts'
import { ERASED_NAME, ERASED_TEXT } from '#src/tickets/erased.ts'
import { ticketKey } from '#src/tickets/promise-change.ts'
import { findTicket } from '#src/tickets/queries.ts'

/** Behind all that is still on its way there about this ticket. `files`: what was known of them by the CRM's numbers. */
export const promiseErasure = (tx: Tx, ticketId: TicketId, files: readonly CrmFileId[]): Promise<unknown> =>
  promise(
    tx,
    'erase-in-crm',
    { ticketId, files: [...new Set(files)] },
    { key: ticketKey(ticketId), lane: 'reconcile' },
  )

/**
 * Makes what hangs on a deal say what the rows say of it by now. Whoever dies in the middle begins anew: it can be done any number
 * of times. A file that the CRM does not let us remove stays where it hangs, so that it is found again, and the job is shown to a person.
 */
export const eraseInCrm =
  ({ db, crm, log }: Pick<Ports, 'db' | 'crm' | 'log'>): Task<'erase-in-crm'> =>
  async ({ ticketId, files }, job) => {
    const ticket = await findTicket(db, ticketId)
    if (!ticket?.dealId || ticket.crmDeletedAt !== null) return
    const calling = callingOf(job)
    const rows = await rowsOf(db, ticketId)
    const hanging = new Map(
      (await crm.readComments(ticket.dealId, calling)).map(({ commentId, files }) => [commentId, files]),
    )
    let refused: CrmError | null = null
    const remove = async (ids: readonly CrmFileId[]): Promise<boolean> => {
      let isDone = true
      for (const id of ids) {
        const error = await removeFile({ crm }, id, calling)
        if (!error) continue
        log.warn({ err: error, ticketId, crmFileId: id }, 'the CRM does not let a file be removed')
        ;[refused, isDone] = [error, false]
      }
      return isDone
    }
    for (const row of rows) {
      job.signal.throwIfAborted()
      const isEmpty = row.erasedAt !== null && row.bodyText === ERASED_TEXT
      if (row.externalKind === 'activity') {
        const subject = row.subject ?? ERASED_TEXT
        const text = isEmpty ? { text: ERASED_TEXT } : {}
        await crm.rewriteActivity(row.externalId as ActivityId, { subject, ...text }, calling)
      } else {
        const commentId = row.externalId as CommentId
        // Deleted there meanwhile.
        if (!hanging.has(commentId)) continue
        const there = isEmpty ? (hanging.get(commentId) ?? []) : []
        const withFiles = there.length > 0 && (await remove(there.map(({ fileId }) => fileId)))
        const text = isEmpty
          ? ERASED_TEXT
          : commentText({ name: ERASED_NAME, matricula: null, text: row.bodyText })
        await crm.rewriteComment(commentId, { text, withFiles }, calling)
      }
    }
    await remove(files)
    if (refused) throw refused
  }

/** The CRM's no; whatever else goes wrong is tried again. */
async function removeFile(
  { crm }: Pick<Ports, 'crm'>,
  id: CrmFileId,
  calling: Calling,
): Promise<CrmError | null> {
  try {
    await crm.removeFile(id, calling)
    return null
  } catch (error) {
    if (error instanceof CrmError && error.outcome === 'rejected') return error
    throw error
  }
}

/** What says nothing any more, letters without their title, and what the team said under a name that is gone. */
async function rowsOf(db: Db, ticketId: TicketId) {
  const isTheirs = or(
    isNotNull(activities.erasedAt),
    and(eq(activities.authorName, ERASED_NAME), isNotNull(activities.authorUserId)),
  )
  return db
    .select()
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, ticketId),
        isNotNull(activities.externalId),
        isNull(activities.deletedAt),
        isTheirs,
      ),
    )
    .orderBy(asc(activities.id))
}
