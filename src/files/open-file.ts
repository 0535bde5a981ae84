import { and, eq } from 'drizzle-orm'
import { type Caller, isOfTheTeam, maySee, type Owned } from '#src/auth/access.ts'
import { activities, files } from '#src/db/activity-schema.ts'
import { mergedInto } from '#src/db/merged-tickets.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { FileId, TicketId, UploadId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { linkTo } from './file-view.ts'
import { type CrmFileRow, isRemoved } from './inward-files.ts'

/** A file, an upload, or what hangs on a message in the CRM, be it here or not. */
export type FileReference = FileId | UploadId | { crmFileRowId: number }

const LINK_S = 5 * 60

/** A link that lives for minutes, for whoever may see the ticket; an upload that nobody used is open to its maker alone. */
export async function openFile(
  ports: Pick<Ports, 'db' | 'files'>,
  caller: Caller,
  reference: FileReference,
): Promise<string> {
  const found = await find(ports.db, reference)
  if (!found || !(await mayOpen(ports.db, caller, found))) throw new DomainError('file-not-found')
  const { file, inward } = found
  if (!file) return refuseAbsent(inward)
  if (file.scanStatus === 'infected') throw new DomainError('file-infected')
  if (file.scanStatus === 'waiting') throw new DomainError('file-quarantined')
  return linkTo(ports.files, file, LINK_S)
}

type Found = {
  file: typeof files.$inferSelect | null
  ticket: (Owned & { id: TicketId; mergedIntoId: TicketId | null }) | null
  message: typeof activities.$inferSelect | null
  inward: CrmFileRow | null
}

const columns = {
  file: files,
  ticket: {
    id: deals.id,
    userId: deals.userId,
    watcherIds: deals.watcherIds,
    mergedIntoId: deals.mergedIntoId,
  },
  message: activities,
  inward: crmFiles,
}

async function find(db: Ports['db'], reference: FileReference): Promise<Found | undefined> {
  if (typeof reference === 'object') {
    const [found] = await db
      .select(columns)
      .from(crmFiles)
      .innerJoin(deals, eq(deals.id, crmFiles.ticketId))
      .innerJoin(activities, eq(activities.id, crmFiles.activityId))
      .leftJoin(files, eq(files.id, crmFiles.fileId))
      .where(eq(crmFiles.id, reference.crmFileRowId))
    return found
  }
  const [found] = await db
    .select(columns)
    .from(files)
    .leftJoin(deals, eq(deals.id, files.ticketId))
    .leftJoin(activities, eq(activities.id, files.activityId))
    .leftJoin(
      crmFiles,
      and(eq(crmFiles.activityId, files.activityId), eq(crmFiles.crmFileId, files.crmFileId)),
    )
    .where(typeof reference === 'number' ? eq(files.id, reference) : eq(files.uploadId, reference))
  return found
}

async function mayOpen(
  db: Ports['db'],
  caller: Caller,
  { file, ticket, message, inward }: Found,
): Promise<boolean> {
  if (!ticket) return file?.uploadedBy === caller.userId
  const isHidden = message?.isInternal || message?.deletedAt || (inward && isRemoved(inward))
  if (isHidden && !isOfTheTeam(caller)) return false
  // Said of the file, so that it is not told which ticket it hangs on.
  if (maySee(caller, ticket)) return true
  // Or one in which it is shown, too.
  if (ticket.mergedIntoId === null) return false
  return (await mergedInto(db, ticket.id)).some((one) => maySee(caller, one))
}

function refuseAbsent(inward: CrmFileRow | null): never {
  if (inward?.state === 'waiting') throw new DomainError('file-on-its-way')
  throw new DomainError(inward?.state === 'refused' ? 'file-refused' : 'file-missing')
}
