/** An e-mail as we mean it; each provider says it in its own way. */
export type Letter = {
  to: string
  cc?: readonly string[]
  /** `Name <address>` or an address; by default as the configuration says. */
  from?: string
  subject: string
  text: string
  html: string
  /** The same letter sent twice carries the same id, so that a mailbox can show it once. */
  messageId: string
  /** Nobody wrote it: no machine is to answer it. */
  isAutomatic: boolean
  /** Of the letters before it, the oldest first: mailboxes show them as one conversation. */
  references?: readonly string[]
  /** Where a machine may say for its reader that they want no more of these (RFC 8058). */
  unsubscribeUrl?: string
  attachments?: readonly LetterAttachment[]
}
export type LetterAttachment = {
  filename: string
  type: string
  sizeBytes: number
  /** Read once, or cancelled. */
  stream: ReadableStream<Uint8Array>
}

/** No mailer takes longer over one letter without attachments, whatever the mail server does. */
export const LONGEST_SEND_MS = 15_000

export type Mailer = {
  /**
   * Resolves once the mail server has taken the letter; throws MailError otherwise, within LONGEST_SEND_MS and what
   * its attachments may take, or at once when `signal` says so.
   */
  send(letter: Letter, signal: AbortSignal): Promise<void>
  close(): void
}

/** The mail server did not take the letter. `isFinal`: it never will, so trying again is of no use. */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly isFinal: boolean

  constructor(message: string, { isFinal, cause }: { isFinal: boolean; cause: unknown }) {
    super(message, { cause })
    this.isFinal = isFinal
  }
}
