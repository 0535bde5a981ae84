import { createHash, randomBytes } from 'node:crypto'
import type { UploadId } from '#src/ids.ts'

/** Where files of tickets lie, and where the pictures of people do. */
export const ATTACHMENTS = 'attachments/'
export const AVATARS = 'avatars/'
/** Files about people, for themselves. */
export const EXPORTS = 'exports/'
/** Those in texts of the help center. */
export const PICTURES = 'pictures/'
/** Mails as they came. */
export const MAILS = 'mails/'

/**
 * A version 8 uuid: eight digits that say which Ponte made it, and the rest of chance. A bucket may hold what others put
 * there, the portal before us among them, and nobody but its maker may ever sweep a file away.
 */
export function newUploadId(instance: string): UploadId {
  const bytes = Buffer.concat([markOf(instance), randomBytes(12)])
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const digits = bytes.toString('hex')
  // The one place where an upload gets its id.
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as UploadId
}

export function attachmentKey(uploadId: UploadId, filename: string, at: Date): string {
  const [year, month] = at.toISOString().split('-')
  return `${ATTACHMENTS}${year}/${month}/${uploadId}/${filename}`
}

export const avatarKey = (uploadId: UploadId, extension: string) => `${AVATARS}${uploadId}.${extension}`

export const pictureKey = (id: UploadId, extension: string) => `${PICTURES}${id}.${extension}`

export const exportKey = (uploadId: UploadId) => `${EXPORTS}${uploadId}.jsonl`
export const mailKey = (uploadId: UploadId) => `${MAILS}${uploadId}.eml`

export function isOurs(key: string, instance: string): boolean {
  const [, mark] =
    /^(?:attachments\/\d{4}\/\d{2}|avatars|pictures|mails|exports)\/([0-9a-f]{8})-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}[/.]/.exec(
      key,
    ) ?? []
  return mark === markOf(instance).toString('hex')
}

const markOf = (instance: string) => createHash('sha256').update(instance).digest().subarray(0, 4)
