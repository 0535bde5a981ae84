import { createHmac } from 'node:crypto'
import type { Answer } from '#test/client.ts'

export const MAIL_SECRET = 'mail-secret-of-the-tests-0123456789abcdef'

type Brought = {
  body: string | Uint8Array<ArrayBuffer>
  type?: string
  secret?: string
  timestamp?: number
  url: string
}

/** As a relay brings a mail: signed. */
export async function bring({
  url,
  body,
  type = 'message/rfc822',
  secret = MAIL_SECRET,
  timestamp = Math.floor(Date.now() / 1000),
}: Brought): Promise<Answer> {
  const hmac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
  const response = await fetch(`${url}/api/v1/mail/inbound`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-ponte-timestamp': String(timestamp),
      'x-ponte-signature': `sha256=${hmac}`,
      'accept-language': 'en',
    },
    body,
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as unknown }
}

type Written = {
  from?: string
  subject?: string
  text?: string
  answers?: string | null
  messageId?: string | null
  /** Whole lines. */
  headers?: readonly string[]
  /** Instead of plain text: with its own headers. */
  content?: string
}
let mails = 0

/** A mail as people write it: Maria's, unless said otherwise. */
export function mailOf({
  from = 'Maria Santos <maria.santos@example.com>',
  subject = 'Re: VPN',
  text = 'Ainda não funciona',
  answers = null,
  messageId = `<mail-${++mails}@mail.example.com>`,
  headers = [],
  content = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`,
}: Written = {}): string {
  const lines = [
    ...headers,
    `From: ${from}`,
    'To: ponte@example.com',
    `Subject: ${subject}`,
    ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
    ...(answers === null ? [] : [`In-Reply-To: ${answers}`, `References: ${answers}`]),
    'MIME-Version: 1.0',
  ]
  return `${lines.join('\r\n')}\r\n${content}\r\n`
}
