/** An e-mail as we mean it; each provider says it in its own way. */
export type Letter = {
  to: string
  subject: string
  text: string
  html: string
  /** The same letter sent twice carries the same id, so that a mailbox can show it once. */
  messageId: string
}

/** No mailer takes longer over one letter, whatever the mail server does: leases are made to outlast it. */
export const LONGEST_SEND_MS = 15_000

export type Mailer = {
  /**
   * Resolves once the mail server has taken the letter; throws MailError otherwise, within LONGEST_SEND_MS, or
   * at once when `signal` says so.
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
