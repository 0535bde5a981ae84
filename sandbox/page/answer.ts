import type { ServerResponse } from 'node:http'
import type { Html } from './html.ts'

export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** A letter may look as it likes, and reach nothing. */
export const LETTER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

export type Answer = ReturnType<typeof answerWith>

export function answerWith(response: ServerResponse) {
  const send = (type: string, body: string | Buffer, status = 200, policy = PAGE_POLICY): void => {
    const headers = {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
    }
    response.writeHead(status, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(body)
  }
  return {
    send,
    html: (page: Html, status = 200) => send('text/html', page.text, status),
    json: (value: unknown, status = 200) => send('application/json', JSON.stringify(value), status),
    /** After a form: a reload shall not send it again. */
    goOn: (to: string, cookie?: string) =>
      void response.writeHead(303, { Location: to, ...(cookie && { 'Set-Cookie': cookie }) }).end(),
  }
}
