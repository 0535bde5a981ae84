import nodemailer from 'nodemailer'
import { MailError, type Mailer } from './mailer.ts'

const TIMEOUT_MS = 15_000

export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Letters are made of what people typed; a path or an address in it must never be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, html, messageId }) {
      const headers = { 'Auto-Submitted': 'auto-generated' }
      try {
        await transport.sendMail({ from, to, subject, text, html, messageId, headers })
      } catch (cause) {
        throw new MailError('the mail server did not take the letter', { isFinal: isFinal(cause), cause })
      }
    },
    close: () => transport.close(),
  }
}

/** 5xx about the letter or its address; 535 and the like are about us, and an admin may mend them. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false
  const { responseCode, code } = error as { responseCode: unknown; code?: unknown }
  return typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH' && code !== 'ECONNECTION'
}
