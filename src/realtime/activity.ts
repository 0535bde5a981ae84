import type { activities } from '#src/db/activity-schema.ts'
import { absentAmong, type CrmFileRow } from '#src/files/inward-files.ts'
import type { FileRow } from '#src/files/store-upload.ts'
import type { Activity } from './events.ts'

export type MessageOfEvent = { activity: Activity; isInternal: boolean }

/** The portal's own numbers, as its cards have them. */
const TYPE_IDS: Record<string, string> = { comment: '2', email: '4' }
/** A mail may be as long as a book, and is told to everybody who watches. */
const MOST_CHARACTERS = 8_000

export function showActivity(
  row: typeof activities.$inferSelect,
  attached: readonly FileRow[],
  inward: readonly CrmFileRow[],
): MessageOfEvent {
  return {
    isInternal: row.isInternal,
    activity: {
      id: row.id,
      activity_id: row.externalId,
      type_id: TYPE_IDS[row.kind] ?? row.kind,
      kind: row.kind,
      description: row.bodyText.slice(0, MOST_CHARACTERS),
      is_cut: row.bodyText.length > MOST_CHARACTERS,
      has_html: row.bodyHtml !== null,
      subject: row.subject,
      direction: row.direction,
      is_internal: row.isInternal,
      source: row.source,
      responsible_name: row.authorName,
      author: { id: row.authorUserId, name: row.authorName },
      client_id: row.clientId,
      files: attached.map(({ id, filename, sizeBytes, mime }) => ({
        id,
        filename,
        size: sizeBytes,
        mime,
        // Not a link into the store, which would open for whoever holds it.
        file_url: `/api/v1/attachments/${id}`,
      })),
      absent_files: absentAmong(inward).map(({ id, filename, state }) => ({ id, filename, state })),
      created_at: row.createdAt.toISOString(),
      edited_at: row.editedAt?.toISOString() ?? null,
    },
  }
}
