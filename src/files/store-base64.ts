import type { Caller } from '#src/auth/access.ts'
import { DomainError } from '#src/errors.ts'
import type { UploadId } from '#src/ids.ts'
import { megabytes } from './hold.ts'
import { MESSAGE_LIMITS } from './message-limits.ts'
import type { UploadPorts } from './store-upload.ts'
import { storeUploads } from './store-uploads.ts'

export type Base64File = { filename: string; content: string }

const STRANGE = /[^A-Za-z0-9+/]/
const DATA_URL = /^data:[\w.+/;=-]{0,200};base64,/

/** As the portal sends files. All are looked at before the first is stored, and all are stored or none. */
export async function storeBase64(
  ports: UploadPorts,
  caller: Pick<Caller, 'userId'>,
  attachments: readonly Base64File[],
): Promise<UploadId[]> {
  const { mostFiles, mostBytes } = MESSAGE_LIMITS
  if (attachments.length > mostFiles) throw new DomainError('too-many-files', { limit: mostFiles })
  const decoded = attachments.map(({ filename, content }, index) => ({
    filename,
    bytes: decode(content, index),
  }))
  const total = decoded.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  if (total > mostBytes)
    throw new DomainError('file-too-large', { name: 'attachments', limit: megabytes(mostBytes) })
  const rows = await storeUploads(
    ports,
    caller,
    decoded.map(({ filename, bytes }) => ({ filename, bytes: once(bytes) })),
  )
  return rows.map(({ uploadId }) => uploadId)
}

/** With or without padding, in lines or not, perhaps behind what a page's FileReader writes before it. */
function decode(content: string, index: number): Uint8Array {
  const digits = content.replace(DATA_URL, '').replace(/[\r\n]+/g, '')
  const bare = digits.replace(/={1,2}$/, '')
  const isPadded = bare.length < digits.length
  if (STRANGE.test(bare) || bare.length % 4 === 1 || (isPadded && digits.length % 4 !== 0)) {
    throw new DomainError(
      'invalid-request',
      {},
      { fields: [{ in: 'body', path: ['attachments', index, 'content'], rule: 'base64' }] },
    )
  }
  return Buffer.from(bare, 'base64')
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
