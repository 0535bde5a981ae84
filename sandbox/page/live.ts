import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Events } from '#sandbox/bitrix24/events/events.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import type { Mailbox } from '#sandbox/smtp/mailbox.ts'

type Options = { mailbox: Mailbox; portal: Portal; events: Events }

/** However much happens, an open page hears of it four times a second. */
const TICK_MS = 250

/**
 * Tells open pages that something is different, never what: they fetch anew. Letters are told as they arrive. The
 * portal is looked at, since a reset and a seed announce nothing: the database counts every row that was written.
 */
export function createLive({ mailbox, portal, events }: Options) {
  const streams = new Set<ServerResponse>()
  let timer: NodeJS.Timeout | undefined
  let seen = look()

  function look() {
    const written = portal.db.get('SELECT total_changes() AS TOTAL')?.TOTAL
    return { written, sent: events.sent().at(-1) }
  }
  function tick(): void {
    const { written, sent } = look()
    if (written === seen.written && sent === seen.sent) return
    seen = { written, sent }
    tell('event: portal\ndata:\n\n')
  }
  function tell(message: string): void {
    for (const stream of streams) stream.write(message)
  }
  const tellMail = () => tell('event: mail\ndata:\n\n')
  mailbox.events.on('arrived', tellMail)

  return {
    tellMail,
    follow(request: IncomingMessage, response: ServerResponse): void {
      response
        .writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
        .write('retry: 1000\n\n')
      streams.add(response)
      timer ??= setInterval(tick, TICK_MS)
      request.once('close', () => {
        streams.delete(response)
        if (streams.size > 0) return
        clearInterval(timer)
        timer = undefined
      })
    },
    stop(): void {
      clearInterval(timer)
      mailbox.events.off('arrived', tellMail)
    },
  }
}
