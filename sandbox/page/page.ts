import * as fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as path from 'node:path'
import type { Bitrix24 } from '#sandbox/bitrix24/bitrix24.ts'
import type { Mailbox } from '#sandbox/smtp/mailbox.ts'
import { answerWith } from './answer.ts'
import { createCrm } from './crm.ts'
import { isOwnForm, TooLarge } from './form.ts'
import { createLive } from './live.ts'
import { createMail } from './mail.ts'
import { missingPage } from './mail-views.ts'
import { textsFor } from './texts.ts'

type Options = {
  mailbox: Mailbox
  bitrix24: Bitrix24
  about: { name: string; dataDir: string; pid: number }
}

const FOLDER = path.join(import.meta.dirname, 'browser')
const TYPES: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript' }

/** The pages of the sandbox: at / somebody plays the CRM's people, at /mail they read what was sent. */
export function createPage({ mailbox, bitrix24: { portal, events }, about }: Options) {
  const live = createLive({ mailbox, portal, events })
  const serveMail = createMail({ mailbox, tellMail: live.tellMail })
  const serveCrm = createCrm({ portal, events })
  const assets = new Map(
    fs.readdirSync(FOLDER).map((name) => [`/${name}`, fs.readFileSync(path.join(FOLDER, name))]),
  )

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`http://sandbox${request.url}`)
    const answer = answerWith(response)
    const view = { ...textsFor(request.headers['accept-language']), now: Date.now() / 1_000 }
    const asset = assets.get(url.pathname)
    if (request.method === 'POST' && !isOwnForm(request))
      return answer.send('text/plain', view.texts.foreignForm, 403)
    if (url.pathname === '/events') return live.follow(request, response)
    if (url.pathname === '/about') return answer.json(about)
    if (asset) return answer.send(TYPES[path.extname(url.pathname)] ?? '', asset)
    try {
      if (await serveMail(request, url, view, answer)) return
      if (await serveCrm(request, url, view, answer)) return
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
      return answer.send('text/plain', view.texts.bodyTooLarge, 413)
    }
    answer.html(missingPage(view, false), 404)
  }

  return { serve, stop: async () => live.stop() }
}
