import type { Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import { activities, deals } from '#src/db/ticket-schema.ts'
import { attachFiles } from '#src/files/attach-files.ts'
import type { JobId, UploadId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Visit } from '#src/visit.ts'
import { ticketKey } from './promise-change.ts'
import { type TicketRow, ticketColumns } from './queries.ts'
import { nextTicketNumber } from './ticket-number.ts'

export type Filing = {
  /** Everything of a new row but its number. */
  description: Omit<typeof deals.$inferInsert, 'ticketNumber'> & { createdAt: Date }
  uploadIds: readonly UploadId[]
  timeZone: string
  caller: Caller
  visit: Visit
  tell: Tell
}
export type Filed = { row: TicketRow; jobId: JobId }

/**
 * The row, its first message, its files, and the promise that all of it reaches the CRM. From the number on, others who file
 * wait until the transaction commits: what else it does comes before.
 */
export async function fileTicket(tx: Tx, filing: Filing): Promise<Filed> {
  const { description, uploadIds, timeZone, caller } = filing
  const ticketNumber = await nextTicketNumber(tx, { at: description.createdAt, timeZone })
  const [row] = await tx
    .insert(deals)
    .values({ ...description, ticketNumber, status: 'open', crmStatus: 'pending' })
    .returning(ticketColumns)
  if (!row) throw new Error('insert returned no row')
  const place = { ticketId: row.id, activityId: null, crmStatus: 'pending' } as const
  // Sent one after the other without waiting for each answer.
  await Promise.all([
    insertDescription(tx, row),
    attachFiles(tx, caller.userId, uploadIds, place),
    record(tx, row, filing),
  ])
  const key = ticketKey(row.id)
  return { row, jobId: await promise(tx, 'push-ticket', { ticketId: row.id }, { key, lane: 'people' }) }
}

/** T-11: the first thing that was said. The CRM has it in the deal, and gets no comment for it. */
const insertDescription = (tx: Tx, row: TicketRow) =>
  tx.insert(activities).values({
    ticketId: row.id,
    kind: 'comment',
    source: 'portal',
    authorUserId: row.userId,
    authorName: row.requesterName,
    authorEmail: row.requesterEmail,
    bodyText: row.description,
    createdAt: row.createdAt,
  })

async function record(tx: Tx, row: TicketRow, { caller, visit, tell, uploadIds }: Filing): Promise<void> {
  const told = {
    ticket_number: row.ticketNumber,
    title: row.title,
    status: row.status,
    stage_id: row.stageId,
    priority: row.priority,
    category: row.serviceCategory,
    requester_id: row.userId,
    filed_by: row.filedById,
    assignee_crm_id: row.responsibleCrmId,
    department: row.assigneeDepartment,
    date_deadline: row.dateDeadline?.toISOString() ?? null,
    files: uploadIds.length,
  }
  const actorId = caller.userId
  tell({ kind: 'ticket-opened', ticketId: row.id, actorId, data: { ...told, version: row.version } })
  await recordChange(tx, {
    actorId,
    action: 'ticket-opened',
    subject: 'ticket',
    subjectId: row.id,
    after: told,
    visit,
  })
}
