import type { IncomingMessage } from 'node:http'
import type { Mailbox } from '#sandbox/smtp/mailbox.ts'
import { type Answer, LETTER_POLICY } from './answer.ts'
import { mailList, mailPage, missingPage } from './mail-views.ts'
import type { View } from './view.ts'

type Options = { mailbox: Mailbox; tellMail: () => void }

/** Where a person reads what was sent, and a program too: /api/mail. */
export function createMail({ mailbox, tellMail }: Options) {
  function clear(): void {
    mailbox.clear()
    tellMail()
  }

  /** False for an address that is none of the mailbox's. */
  return async function serve(
    request: IncomingMessage,
    url: URL,
    view: View,
    answer: Answer,
  ): Promise<boolean> {
    const [, api, id, part] = /^\/(api\/)?mail(?:\/([\w-]+)(?:\/(html|text|raw))?)?$/.exec(url.pathname) ?? []
    if (!/^\/(api\/)?mail(\/|$)/.test(url.pathname)) return false
    const to = url.searchParams.get('to')
    if (request.method === 'POST' && id === 'clear') {
      clear()
      answer.goOn('/mail')
    } else if (request.method === 'DELETE' && api && !id) {
      clear()
      answer.send('text/plain', '', 204)
    } else if (request.method !== 'GET') answer.json({ error: 'method not allowed' }, 405)
    else if (id) await letter(view, answer, { id, part, isApi: api !== undefined })
    else if (!/mail$/.test(url.pathname)) answer.html(missingPage(view, true), 404)
    else {
      const mails = mailbox.list().filter((mail) => to === null || mail.to.includes(to))
      if (api) answer.json(mails)
      else answer.html(mailList(view, { mails, recipients: recipients(), to }))
    }
    return true
  }

  type Asked = { id: string; part: string | undefined; isApi: boolean }

  async function letter(view: View, answer: Answer, { id, part, isApi }: Asked): Promise<void> {
    const mail = await mailbox.read(id)
    if (!mail) answer.html(missingPage(view, true), 404)
    else if (isApi) answer.json(mail)
    else if (part === 'html')
      answer.send('text/html', `<base target="_top">${mail.html ?? ''}`, 200, LETTER_POLICY)
    else if (part === 'text') answer.send('text/plain', mail.text)
    else if (part === 'raw') answer.send('text/plain', mailbox.raw(id) ?? '')
    else answer.html(mailPage(view, mail))
  }

  function recipients(): string[] {
    return [...new Set(mailbox.list().flatMap(({ to }) => to))].sort()
  }
}
