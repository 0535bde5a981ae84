import { DomainError } from '#src/errors.ts'
import { MESSAGE_LIMITS } from '#src/files/message-limits.ts'
import { safeName } from '#src/files/safe-name.ts'
import { storeUpload, type UploadPorts } from '#src/files/store-upload.ts'
import type { UploadId, UserId } from '#src/ids.ts'
import type { MailPart } from './read-mail.ts'

/** What could not be taken, by the rules of uploads. */
export type RefusedPart = { name: string; why: Why }
export type Why = 'type' | 'size' | 'empty' | 'quota' | 'count'
export type KeptParts = {
  uploadIds: UploadId[]
  /** What a picture inside of the mail is called by now, by the name that its HTML has for it. */
  pictures: Map<string, string>
  refused: RefusedPart[]
}

/** Whatever a file may not be; all else may go better the next time. */
const REASONS: Record<string, Why> = {
  'file-type-not-allowed': 'type',
  'file-too-large': 'size',
  'file-empty': 'empty',
  'quota-exceeded': 'quota',
}

/**
 * Puts what came with a mail into the store, as uploads of whoever wrote it. Those that nothing is made of, since we died before
 * that, are swept as all uploads.
 */
export async function keepParts(
  ports: UploadPorts,
  userId: UserId,
  parts: readonly MailPart[],
  signal: AbortSignal,
): Promise<KeptParts> {
  const kept: KeptParts = { uploadIds: [], pictures: new Map(), refused: [] }
  const names = new Set<string>()
  let leftBytes: number = MESSAGE_LIMITS.mostBytes
  for (const part of parts) {
    signal.throwIfAborted()
    const name = nameOf(part, names)
    const why = await keepOne()
    if (why) kept.refused.push({ name, why })

    async function keepOne(): Promise<Why | null> {
      if (kept.uploadIds.length >= MESSAGE_LIMITS.mostFiles) return 'count'
      if (part.bytes.byteLength > leftBytes) return 'size'
      try {
        const file = await storeUpload(ports, { userId }, { filename: name, stream: once(part.bytes) })
        leftBytes -= file.sizeBytes
        kept.uploadIds.push(file.uploadId)
        if (part.contentId !== null) kept.pictures.set(part.contentId, file.filename)
        return null
      } catch (error) {
        const reason = error instanceof DomainError ? REASONS[error.code] : undefined
        if (!reason) throw error
        return reason
      }
    }
  }
  return kept
}

const NAMES: Record<string, string> = {
  'text/calendar': 'invite.ics',
  'message/rfc822': 'message.eml',
  'text/rfc822-headers': 'headers.txt',
}

/** Each has a name of its own, by which its place in the HTML is found: so one without blanks, and without what marks a cid. */
function nameOf({ name, type, contentId }: MailPart, taken: Set<string>): string {
  const given = safeName(name ?? NAMES[type] ?? `file.${/^image\/(\w{2,5})$/.exec(type)?.[1] ?? 'txt'}`)
  const plain = contentId === null ? given : given.replace(/[\s@<>"&]+/g, '-')
  const [, stem = plain, extension = ''] = /^(.+?)(\.[^.]{1,16})?$/.exec(plain) ?? []
  let unique = plain
  for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${stem}-${n}${extension}`
  taken.add(unique.toLowerCase())
  return unique
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
