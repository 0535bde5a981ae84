import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Mailbox } from '#sandbox/smtp/mailbox.ts'
import { textsFor } from './texts.ts'
import { mailList, mailPage, missingPage, SCRIPT, STYLE } from './views.ts'

type Options = { mailbox: Mailbox; about: { name: string; dataDir: string; pid: number } }

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'"
/** A letter may look as it likes, and reach nothing. */
const LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

/** Where a person reads what was sent, and a program too: /api/mail. */
export function createPage({ mailbox, about }: Options) {
  const streams = new Set<ServerResponse>()
  mailbox.events.on('arrived', ({ id }) => {
    for (const stream of streams) stream.write(`data: ${id}\n\n`)
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(`http://sandbox${request.url}`)
    const view = textsFor(request.headers['accept-language'])
    const send = (type: string, body: string | Buffer, status = 200, policy = PAGE_POLICY) => {
      const headers = {
        'Content-Type': `${type}; charset=utf-8`,
        'Content-Security-Policy': policy,
        'Cache-Control': 'no-store',
      }
      response.writeHead(status, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(body)
    }
    const sendJson = (value: unknown, status = 200) => send('application/json', JSON.stringify(value), status)
    const to = searchParams.get('to')
    const chosen = () => mailbox.list().filter((mail) => to === null || mail.to.includes(to))

    if (request.method === 'POST' && pathname === '/clear') {
      mailbox.clear()
      response.writeHead(303, { Location: '/' }).end()
      return
    }
    if (request.method === 'DELETE' && pathname === '/api/mail') {
      mailbox.clear()
      response.writeHead(204).end()
      return
    }
    if (request.method !== 'GET') return sendJson({ error: 'method not allowed' }, 405)

    const [, id, part] = /^\/(?:api\/)?mail\/([\w-]+)(?:\/(html|text|raw))?$/.exec(pathname) ?? []
    const mail = id ? await mailbox.read(id) : null
    switch (true) {
      case pathname === '/':
        return send('text/html', mailList(view, chosen(), recipientsOf(mailbox), to))
      case pathname === '/about':
        return sendJson(about)
      case pathname === '/style.css':
        return send('text/css', STYLE)
      case pathname === '/page.js':
        return send('text/javascript', SCRIPT)
      case pathname === '/events':
        return follow(request, response)
      case pathname === '/api/mail':
        return sendJson(chosen())
      case mail !== null && pathname.startsWith('/api/'):
        return sendJson(mail)
      case mail !== null && part === 'html':
        return send('text/html', `<base target="_top">${mail?.html ?? ''}`, 200, LETTER_POLICY)
      case mail !== null && part === 'text':
        return send('text/plain', mail?.text ?? '')
      case mail !== null && part === 'raw':
        return send('text/plain', mailbox.raw(mail?.id ?? '') ?? '')
      case mail !== null:
        return mail ? send('text/html', mailPage(view, mail)) : undefined
      default:
        return send('text/html', missingPage(view), 404)
    }
  }

  function follow(request: IncomingMessage, response: ServerResponse): void {
    response
      .writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      .write(': hello\n\n')
    streams.add(response)
    request.once('close', () => streams.delete(response))
  }

  return { serve: answer }
}

const recipientsOf = (mailbox: Mailbox) => [...new Set(mailbox.list().flatMap(({ to }) => to))].sort()
