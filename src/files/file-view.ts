import { z } from '@hono/zod-openapi'
import { and, asc, eq, inArray, isNull, notExists, or, sql } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { linkType } from './judge-type.ts'
import type { FileRow } from './store-upload.ts'

const PORTAL_LINK_S = 2 * 3600

/** A file as both surfaces show it; `file_url` is a link for two hours, null while nobody may open it. */
export const FileView = z
  .object({
    id: z.int(),
    file_url: z.string().nullable(),
    filename: z.string(),
    size: z.int(),
    mime: z.string(),
  })
  .openapi('File')
export type FileView = z.infer<typeof FileView>

export async function toFileView({ files: store }: Pick<Ports, 'files'>, row: FileRow): Promise<FileView> {
  return {
    id: row.id,
    file_url: isOpen(row) ? await linkTo(store, row, PORTAL_LINK_S) : null,
    filename: row.filename,
    size: row.sizeBytes,
    mime: row.mime,
  }
}

/** Saved and not shown, whatever it is. */
export const linkTo = (store: Ports['files'], { key, mime, filename }: FileRow, secondsValid: number) =>
  store.link(key, { secondsValid, type: linkType(mime), filename, disposition: 'attachment' })

export const isOpen = ({ scanStatus }: Pick<FileRow, 'scanStatus'>) =>
  scanStatus === 'clean' || scanStatus === 'not-scanned'

type Whose = { ticketIds: readonly TicketId[]; activityIds?: readonly MessageId[] }

/** Of these tickets all files but those that the CRM took off their messages; with `activityIds`, those that came with the tickets themselves or with these messages. */
export async function filesOf(db: Db | Tx, { ticketIds, activityIds }: Whose): Promise<FileRow[]> {
  if (ticketIds.length === 0) return []
  return db
    .select()
    .from(files)
    .where(
      and(
        inArray(files.ticketId, [...ticketIds]),
        activityIds && or(isNull(files.activityId), inArray(files.activityId, [...activityIds])),
        notExists(
          db
            .select({ one: sql`1` })
            .from(crmFiles)
            .where(
              and(
                eq(crmFiles.activityId, files.activityId),
                eq(crmFiles.crmFileId, files.crmFileId),
                eq(crmFiles.state, 'missing'),
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(files.id))
}
