import type { Tx } from '#src/db/connect.ts'
import { brokenConstraint } from '#src/db/connect.ts'
import { inboundMails } from '#src/db/mail-schema.ts'
import { DomainError } from '#src/errors.ts'
import { type Held, hold, megabytes } from '#src/files/hold.ts'
import { mailKey, newUploadId } from '#src/files/object-key.ts'
import type { InboundMailId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import { type Signed, signatureOf } from './verify-mail.ts'

type Needed = Pick<Ports, 'db' | 'files' | 'uploads' | 'log'>
type Brought = {
  signed: Signed
  /** As mail is, or `{"raw": "<base64>"}`. */
  isJson: boolean
  body: AsyncIterable<Uint8Array>
}

export const MOST_MAIL_BYTES = 25 * 1024 * 1024
/** In base64, with what is around it. */
const MOST_JSON_BYTES = Math.ceil((MOST_MAIL_BYTES / 3) * 4) + 64 * 1024

/**
 * Takes a mail: its bytes into the store, then the row and the promise to look at it in one transaction. Nobody is told that it
 * was taken before that; who dies earlier leaves bytes to the sweep. null: the signature is not ours.
 */
export async function acceptMail(
  ports: Needed,
  secret: string,
  { signed, isJson, body }: Brought,
): Promise<InboundMailId | null> {
  const { files: store, uploads, log } = ports
  const proof = signatureOf(secret, signed.timestamp)
  const mostBytes = isJson ? MOST_JSON_BYTES : MOST_MAIL_BYTES
  const limits = { folder: uploads.folder, name: 'mail' }
  await using came = await hold(proof.passing(noMoreThan(mostBytes, body)), { ...limits, mostBytes })
  if (!proof.isSame(signed.signature)) return null
  await using inside = isJson ? await hold(rawOf(came), { ...limits, mostBytes: MOST_MAIL_BYTES }) : null
  const mail = inside ?? came
  if (mail.sizeBytes === 0) refuse('required')
  const { sizeBytes, sha256 } = mail
  const key = mailKey(newUploadId(uploads.instance))
  await store.put(key, mail.bytes(), { type: 'message/rfc822', sizeBytes, sha256 })
  try {
    return await ports.db.transaction((tx) => keep(tx, { key, sizeBytes, signature: signed.signature }))
  } catch (error) {
    if (brokenConstraint(error) !== 'inbound_mails_signature_is_unique') throw error
    await store.drop(key).catch((err: unknown) => log.warn({ err, key }, 'left for the sweep'))
    throw new DomainError('mail-already-taken', {}, { cause: error })
  }
}

async function keep(tx: Tx, row: typeof inboundMails.$inferInsert): Promise<InboundMailId> {
  const [kept] = await tx.insert(inboundMails).values(row).returning({ id: inboundMails.id })
  if (!kept) throw new Error('an insert returned nothing')
  await promise(tx, 'take-mail', { mailId: kept.id }, { lane: 'mail' })
  return kept.id
}

async function* noMoreThan(mostBytes: number, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  for await (const chunk of source) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > mostBytes) throw new DomainError('body-too-large', { limit: megabytes(mostBytes) })
    yield chunk
  }
}

/** What stands in the JSON. It is read whole, as all JSON is. */
async function* rawOf(came: Held): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of came.bytes()) chunks.push(Uint8Array.from(chunk))
  const raw = field(parse(Buffer.concat(chunks)))
  const digits = raw.replace(/\s+/g, '').replace(/={1,2}$/, '')
  if (/[^A-Za-z0-9+/]/.test(digits) || digits.length % 4 === 1) refuse('base64')
  yield Buffer.from(digits, 'base64')
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new DomainError('malformed-json', {}, { cause })
  }
}

function field(body: unknown): string {
  const raw = typeof body === 'object' && body !== null && 'raw' in body ? body.raw : undefined
  return typeof raw === 'string' ? raw : refuse(raw === undefined ? 'required' : 'wrong-type')
}

function refuse(rule: 'required' | 'wrong-type' | 'base64'): never {
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: ['raw'], rule }] })
}
