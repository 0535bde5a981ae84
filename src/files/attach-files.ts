import { and, asc, eq, inArray } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import type { CrmStatus } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { MessageId, TicketId, UploadId, UserId } from '#src/ids.ts'
import { megabytes } from './hold.ts'
import { MESSAGE_LIMITS } from './message-limits.ts'
import type { FileRow } from './store-upload.ts'

/** `crmStatus`: pending for what is to reach the CRM; null, as by default, for what never goes there. */
type Place = { ticketId: TicketId; activityId: MessageId | null; crmStatus?: CrmStatus | null }

/**
 * Makes unused uploads of this person part of a ticket or a message, in the order in which they were named. They are locked
 * until the transaction ends: of two messages that name the same upload one gets it.
 */
export async function attachFiles(
  tx: Tx,
  userId: UserId,
  uploadIds: readonly UploadId[],
  { ticketId, activityId, crmStatus = null }: Place,
): Promise<FileRow[]> {
  const { mostFiles, mostBytes } = MESSAGE_LIMITS
  if (uploadIds.length === 0) return []
  if (uploadIds.length > mostFiles) throw new DomainError('too-many-files', { limit: mostFiles })
  if (new Set(uploadIds).size < uploadIds.length) throw new DomainError('upload-already-used')
  const rows = await tx
    .select()
    .from(files)
    .where(and(inArray(files.uploadId, [...uploadIds]), eq(files.uploadedBy, userId)))
    // Always in the same order, so that two who want the same files do not wait for each other.
    .orderBy(asc(files.id))
    .for('update')
  const found = uploadIds.map((uploadId, index) => {
    const row = rows.find((one) => one.uploadId === uploadId)
    return row ?? refuseUnknown(index)
  })
  if (found.some((row) => row.ticketId !== null)) throw new DomainError('upload-already-used')
  if (found.some((row) => row.scanStatus === 'infected')) throw new DomainError('file-infected')
  const total = found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (total > mostBytes)
    throw new DomainError('file-too-large', { name: 'attachments', limit: megabytes(mostBytes) })
  const change = { ticketId, activityId, crmStatus }
  await tx
    .update(files)
    .set(change)
    .where(
      inArray(
        files.id,
        found.map(({ id }) => id),
      ),
    )
  return found.map((row) => ({ ...row, ...change }))
}

function refuseUnknown(index: number): never {
  throw new DomainError(
    'invalid-request',
    {},
    { fields: [{ in: 'body', path: ['attachments', index], rule: 'not-valid' }] },
  )
}
