import type { Person } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { attachFiles } from '#src/files/attach-files.ts'
import type { JobId, TicketId, UploadId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import { planClocks } from '#src/sla/plan-clocks.ts'
import { writeClocks } from '#src/sla/write-clocks.ts'
import type { Visit } from '#src/visit.ts'
import type { Ruled } from './apply-rules.ts'
import { promiseAssignment } from './auto-assign.ts'
import { noteRules } from './note-rules.ts'
import { openedOf } from './opened.ts'
import { ticketKey } from './promise-change.ts'
import { type TicketRow, ticketColumns } from './queries.ts'
import { nextTicketId, nextTicketNumber } from './ticket-number.ts'

export type Filing = {
  /** Of nextTicketId, where somebody has it already. */
  ticketId?: TicketId
  /** Everything of a new row but its number and its deadline. */
  description: Omit<typeof deals.$inferInsert, 'ticketNumber' | 'dateDeadline'> & { createdAt: Date }
  uploadIds: readonly UploadId[]
  /** What rules made of it, where they were asked. */
  ruled?: Ruled | null
  timeZone: string
  caller: Pick<Person, 'userId'>
  visit: Visit
  tell: Tell
  isByMail?: boolean
}
export type Filed = { row: TicketRow; jobId: JobId }

/**
 * The row, its first message, its files, and the promise that all of it reaches the CRM. Whoever has the number is waited for by
 * all others who file, until the transaction commits: what can be done before comes before.
 */
export async function fileTicket(tx: Tx, filing: Filing): Promise<Filed> {
  const { description, uploadIds, timeZone, caller } = filing
  const ticketId = filing.ticketId ?? (await nextTicketId(tx))
  const clocks = await planOpening(tx, ticketId, description)
  const jobId = await promise(tx, 'push-ticket', { ticketId }, { key: ticketKey(ticketId), lane: 'people' })
  const ticketNumber = await nextTicketNumber(tx, { at: description.createdAt, timeZone })
  const [row] = await tx
    .insert(deals)
    .overridingSystemValue()
    .values({
      ...{ ...description, id: ticketId, ticketNumber, status: 'open', crmStatus: 'pending' },
      dateDeadline: clocks.readings.resolution.dueAt,
    })
    .returning(ticketColumns)
  if (!row) throw new Error('insert returned no row')
  await attachFiles(tx, caller.userId, uploadIds, { ticketId, activityId: null, crmStatus: 'pending' })
  // One statement each, so they leave together, and none is left over should another fail.
  await Promise.all([
    insertDescription(tx, row),
    record(tx, row, filing),
    writeClocks(tx, [clocks], description.createdAt),
  ])
  if (filing.ruled) await noteRules(tx, row, filing.ruled, filing)
  await promiseAssignment(tx, row)
  return { row, jobId }
}

/** Its clocks begin by the policy that is its own (L-01, T-07). */
async function planOpening(tx: Tx, id: TicketId, description: Filing['description']) {
  const { priority, createdAt: at } = description
  const { categoryId = null, assigneeDepartment = null, requesterDepartment = null } = description
  const matched = { categoryId, assigneeDepartment, requesterDepartment }
  const standing = { status: 'open', dateDeadline: null, crmDeletedAt: null, crmLeftAt: null } as const
  const after = { id, priority, createdAt: at, mergedIntoId: null, ...matched, ...standing }
  const [clocks] = await planClocks(tx, [{ before: null, after, at }], at)
  if (!clocks) throw new Error('a ticket begins without clocks')
  return clocks
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

async function record(
  tx: Tx,
  row: TicketRow,
  { caller, visit, tell, uploadIds, isByMail }: Filing,
): Promise<void> {
  const told = openedOf(row, uploadIds.length)
  const actorId = caller.userId
  tell({ kind: 'ticket-opened', ticketId: row.id, actorId, data: { ...told, version: row.version } })
  await recordChange(tx, {
    actorId,
    action: 'ticket-opened',
    subject: 'ticket',
    subjectId: row.id,
    after: {
      ...{ ...told, tags: row.tags, responsible: row.responsible, responsible_id: row.responsibleId },
      ...(isByMail && { by_mail: true }),
    },
    visit,
  })
}
