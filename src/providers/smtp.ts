import nodemailer from 'nodemailer'
import { LONGEST_SEND_MS, MailError, type Mailer } from './mailer.ts'

type Options = { url: string; from: string; longestSendMs?: number }

export function createSmtpMailer({ url, from, longestSendMs = LONGEST_SEND_MS }: Options): Mailer {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    // One, for a connection that the server let go of while it was idle; what fails otherwise is tried again later.
    maxRequeues: 1,
    // Each of these starts anew with every connection and every byte; the signal below bounds the whole.
    connectionTimeout: longestSendMs,
    greetingTimeout: longestSendMs,
    socketTimeout: longestSendMs,
    // Letters are made of what people typed; a path or an address in it must never be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, html, messageId }, stopping) {
      const headers = { 'Auto-Submitted': 'auto-generated' }
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestSendMs)])
      try {
        await transport.sendMail({ from, to, subject, text, html, messageId, headers, signal })
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
