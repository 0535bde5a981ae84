import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, addressParser, type Email } from 'postal-mime'
import { cleanText } from '#src/tickets/message-text.ts'
import { textOfHtml } from '#src/tickets/received-html.ts'

/** A mail, as far as we look at it. */
export type Mail = {
  /** The same for the same mail, whichever way and how often it came. */
  digest: string
  messageId: string | null
  /** In small letters; null: nobody, or more than one. */
  from: string | null
  subject: string
  /** The mails that it answers, the nearest first. */
  answers: readonly string[]
  /** As plain text, however it was written. */
  text: string
  html: string | null
  attachments: readonly MailPart[]
  /** By name in small letters, the uppermost first. */
  headers(name: string): string[]
}
export type MailPart = {
  name: string | null
  type: string
  /** How its HTML names it. */
  contentId: string | null
  bytes: Uint8Array
}

const MOST_ANSWERED = 50
const LONGEST_ID = 255
const LONGEST_SUBJECT = 255
/** What people cannot open: it says that a mail was signed. */
const SEALS = /^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/

/** Throws for what is no mail. What came inside of it as a mail of its own is an attachment, and says nothing here. */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true, maxNestingDepth: 50 })
  const messageId = idsIn(email.messageId)[0] ?? null
  return {
    digest: createHash('sha256')
      .update(messageId ?? raw)
      .digest('hex'),
    messageId,
    from: senderOf(email),
    subject: cleanText(storable(email.subject ?? ''))
      .replace(/\s+/g, ' ')
      .slice(0, LONGEST_SUBJECT)
      .toWellFormed(),
    answers: [...new Set([...idsIn(email.inReplyTo), ...idsIn(email.references).reverse()])].slice(
      0,
      MOST_ANSWERED,
    ),
    text: cleanText(storable(email.text?.trim() ? email.text : textOfHtml(email.html ?? ''))),
    html: email.html ? storable(email.html) : null,
    attachments: email.attachments.filter(({ mimeType }) => !SEALS.test(mimeType)).map(partOf),
    headers: (name) => email.headers.filter(({ key }) => key === name).map(({ value }) => value),
  }
}

/** Of whom a mail is. Two senders are none: which of them would have said it? */
function senderOf({ headers }: Email): string | null {
  const [value, another] = headers.filter(({ key }) => key === 'from').map(({ value }) => value)
  if (value === undefined || another !== undefined) return null
  const [one, more] = addressParser(value, { flatten: true })
  const address = one?.address?.trim().toLowerCase() ?? ''
  return more === undefined && /^[^<>@\s,;"]{1,64}@[^<>@\s,;"]{1,190}$/.test(address) ? address : null
}

const partOf = ({ filename, mimeType, contentId, content }: Attachment): MailPart => ({
  name: filename,
  type: mimeType,
  contentId: contentId?.replace(/^\s*<?|>?\s*$/g, '') || null,
  bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
})

const idsIn = (header: string | undefined): string[] =>
  (header ?? '').match(/<[^<>\s]{3,253}>/g)?.filter((id) => id.length <= LONGEST_ID && isStorable(id)) ?? []

const isStorable = (text: string) => text === storable(text)
/** Postgres stores no NUL, and half a surrogate pair is no character. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()
