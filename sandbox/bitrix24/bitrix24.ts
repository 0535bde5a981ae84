import type { IncomingMessage, ServerResponse } from 'node:http'
import { createTransport } from 'nodemailer'
import { createFaults, FaultList } from '#sandbox/faults.ts'
import { isEmpty, resetContent } from './control/content.ts'
import { createControl } from './control/control.ts'
import { keepOwnWebhook } from './control/webhooks.ts'
import { serveDownload, serveFieldFile } from './disk/download.ts'
import { serveUpload } from './disk/receive.ts'
import { type Events, startEvents } from './events/events.ts'
import { serveOauth } from './oauth/oauth.ts'
import { openPortal, type Portal } from './portal.ts'
import type { SendMail } from './rest/call.ts'
import { createLimiter } from './rest/limits.ts'
import { loadMethods } from './rest/registry.ts'
import { createRequestLog } from './rest/request-log.ts'
import { serveRest } from './rest/server.ts'

export type Bitrix24 = {
  portal: Portal
  events: Events
  /** False for an address that is none of the portal's. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  stop(): void
}

type Options = {
  folder: string
  address: string
  /** Mails of the CRM go out through it. */
  smtpUrl: string
  /** The outgoing webhook that is there from the start. */
  webhook?: { url: string; token: string } | undefined
}

/** A portal that clients reach by http and find as they left it after any restart. */
export async function openBitrix24({ folder, address, smtpUrl, webhook }: Options): Promise<Bitrix24> {
  const portal = openPortal({ folder, address })
  if (isEmpty(portal)) resetContent(portal)
  keepOwnWebhook(portal, webhook)
  const faults = createFaults()
  faults.replace(FaultList.parse(portal.setting('faults', [])))
  const limiter = createLimiter(portal)
  const requests = createRequestLog()
  const events = startEvents(portal, faults)
  const control = createControl({ portal, limiter, faults, events, requests })
  const sendMail: SendMail = async (mail) => {
    const transport = createTransport(smtpUrl)
    try {
      await transport.sendMail(mail)
    } finally {
      transport.close()
    }
  }
  const host = { portal, methods: await loadMethods(), limiter, faults, sendMail }

  return {
    portal,
    events,
    async serve(request, response) {
      const target = request.url ?? '/'
      const mark = target.indexOf('?')
      const pathname = (mark < 0 ? target : target.slice(0, mark)).replace(/\/{2,}/g, '/')
      const query = mark < 0 ? '' : target.slice(mark + 1)
      const [, first = ''] = pathname.split('/')
      if (first === 'control') return control.serve(request, response, pathname).then(() => true)
      if (first === 'oauth')
        return serveOauth(portal, request, response, { pathname, query }).then(() => true)
      if (first === 'disk') return refuseBrowserLink(response)
      if (first !== 'rest') return false
      const searched = new URLSearchParams(query)
      if (/^\/rest\/upload\.json\/?$/i.test(pathname))
        await serveUpload(host, requests, request, response, searched.get('auth'))
      else if (/^\/rest\/download\.json\/?$/i.test(pathname))
        await serveDownload(host, requests, request, response, searched)
      else if (/^\/rest\/crm\.controller\.item\.getfile\.json\/?$/i.test(pathname))
        await serveFieldFile(portal, searched, response)
      else await serveRest(host, requests, request, response, { pathname, query })
      return true
    },
    stop() {
      control.stop()
      events.stop()
      portal.close()
    },
  }
}

/** What comments link to opens in a browser that is signed in, and for nobody else. */
function refuseBrowserLink(response: ServerResponse): boolean {
  response.writeHead(302, { Location: '/auth/?backurl=' }).end()
  return true
}
