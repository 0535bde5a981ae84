import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Actor, Portal } from '#sandbox/bitrix24/portal.ts'
import { addDiskFile, systemFolder } from './objects.ts'

type Kind = 'comment' | 'activity'

/** Files of a comment or an activity are Disk files in a folder of the portal's own. */
export function attach(
  portal: Portal,
  actor: Actor,
  kind: Kind,
  ownerId: number,
  files: readonly { name: string; bytes: Buffer }[],
): void {
  for (const file of files) {
    const folder = systemFolder(portal)
    attachExisting(portal, kind, ownerId, addDiskFile(portal, actor, folder, file, 'any'))
  }
}

export const attachExisting = (portal: Portal, kind: Kind, ownerId: number, fileId: number) =>
  portal.db.run(
    'INSERT OR IGNORE INTO attachments (KIND, OWNER_ID, FILE_ID) VALUES (?, ?, ?)',
    kind,
    ownerId,
    fileId,
  )

export const attachedFiles = (portal: Portal, kind: Kind, ownerId: number): Row[] =>
  portal.db.all(
    `SELECT disk_objects.* FROM attachments JOIN disk_objects ON disk_objects.ID = attachments.FILE_ID
     WHERE attachments.KIND = ? AND attachments.OWNER_ID = ? ORDER BY disk_objects.ID`,
    kind,
    ownerId,
  )
