import { eq } from 'drizzle-orm'
import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { activities, files } from '#src/db/activity-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { FileId, UploadId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { linkTo } from './file-view.ts'

const LINK_S = 5 * 60

/** A link that lives for minutes, for whoever may see the ticket; an upload that nobody used is open to its maker alone. */
export async function openFile(
  { db, files: store }: Pick<Ports, 'db' | 'files'>,
  caller: Caller,
  reference: FileId | UploadId,
): Promise<string> {
  const [found] = await db
    .select({ file: files, ticket: { userId: deals.userId }, message: activities })
    .from(files)
    .leftJoin(deals, eq(deals.id, files.ticketId))
    .leftJoin(activities, eq(activities.id, files.activityId))
    .where(typeof reference === 'number' ? eq(files.id, reference) : eq(files.uploadId, reference))
  if (!found || !maySee(caller, found)) throw new DomainError('file-not-found')
  const { file } = found
  if (file.scanStatus === 'infected') throw new DomainError('file-infected')
  if (file.scanStatus === 'waiting') throw new DomainError('file-quarantined')
  return linkTo(store, file, LINK_S)
}

type Found = {
  file: typeof files.$inferSelect
  ticket: Pick<typeof deals.$inferSelect, 'userId'> | null
  message: typeof activities.$inferSelect | null
}

function maySee(caller: Caller, { file, ticket, message }: Found): boolean {
  if (!ticket) return file.uploadedBy === caller.userId
  if (message && (message.isInternal || message.deletedAt) && !isOfTheTeam(caller)) return false
  try {
    authorizeTicket(caller, 'ticket:read', ticket)
    return true
  } catch (error) {
    // Said of the file, so that it is not told which ticket it hangs on.
    if (error instanceof DomainError && error.code === 'ticket-not-found') return false
    throw error
  }
}
