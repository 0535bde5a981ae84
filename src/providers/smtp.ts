import { Readable } from 'node:stream'
import nodemailer from 'nodemailer'
import { type Letter, LONGEST_SEND_MS, MailError, type Mailer } from './mailer.ts'

type Options = { url: string; from: string; longestSendMs?: number }

/** A connection that carries less is as good as none. */
const SLOWEST_BYTES_PER_MS = 128

export function createSmtpMailer({ url, from, longestSendMs = LONGEST_SEND_MS }: Options): Mailer {
  const common = {
    url,
    // Each of these starts anew with every connection and every byte; the signal below bounds the whole.
    connectionTimeout: longestSendMs,
    greetingTimeout: longestSendMs,
    socketTimeout: longestSendMs,
    // Letters are made of what people typed; a path or an address in it must never be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  // One requeue, for a connection that the server let go of while it was idle; what fails otherwise is tried again later.
  const pool = nodemailer.createTransport({ ...common, pool: true, maxRequeues: 1 })
  // Attachments are read once: a letter with some has a connection of its own, and is never begun anew in here.
  const single = nodemailer.createTransport(common)
  return {
    async send(letter, stopping) {
      const { attachments = [] } = letter
      const streams = attachments.map(({ stream }) => Readable.fromWeb(stream as WebStream))
      const bytes = attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      const mostMs = longestSendMs + Math.ceil(bytes / SLOWEST_BYTES_PER_MS)
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(mostMs)])
      try {
        await (attachments.length > 0 ? single : pool).sendMail({
          ...envelopeOf(letter, from),
          attachments: attachments.map(({ filename, type }, index) => ({
            filename,
            contentType: type,
            content: streams[index],
          })),
          signal,
        })
      } catch (cause) {
        throw new MailError('the mail server did not take the letter', { isFinal: isFinal(cause), cause })
      } finally {
        for (const stream of streams) stream.destroy()
      }
    },
    close: () => {
      pool.close()
      single.close()
    },
  }
}

/** Node's own type of the streams that everybody has. */
type WebStream = Parameters<typeof Readable.fromWeb>[0]

/** An address is one address, whatever is in it: none is read as a list. */
const address = (one: string) => ({ name: '', address: one })

function envelopeOf(letter: Letter, ourselves: string) {
  const {
    to,
    cc = [],
    from = ourselves,
    subject,
    text,
    html,
    messageId,
    references = [],
    isAutomatic,
    unsubscribeUrl,
  } = letter
  const inReplyTo = references.at(-1)
  return {
    from,
    to: address(to),
    cc: cc.map(address),
    subject,
    text,
    html,
    messageId,
    ...(inReplyTo !== undefined && { inReplyTo, references: [...references] }),
    headers: {
      ...(isAutomatic && { 'Auto-Submitted': 'auto-generated' }),
      ...(unsubscribeUrl !== undefined && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}

/** 5xx about the letter or its address; 535 and the like are about us, and an admin may mend them. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false
  const { responseCode, code } = error as { responseCode: unknown; code?: unknown }
  return typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH' && code !== 'ECONNECTION'
}
