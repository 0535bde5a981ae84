import { setTimeout as delay } from 'node:timers/promises'
import { createPace } from './pace.ts'

export type Delivery = { event: string; object: string; url: string; body: () => string }
export type SentEvent = {
  /** Unix seconds. */
  at: number
  event: string
  object: string
  url: string
  outcome: 'answered' | 'lost' | 'dropped'
  status: number | null
  tookMs: number
}

/** A guess: how long is not documented. */
const HANDLER_TIMEOUT_MS = 5_000

/** The way to one handler: each event is sent once, and is gone, whatever becomes of it. */
export function createQueue(report: (sent: SentEvent) => void, now: () => number) {
  const waiting: Delivery[] = []
  const stopped = new AbortController()
  let active = 0
  const pace = createPace()

  function push(delivery: Delivery): void {
    waiting.push(delivery)
    next()
  }
  function next(): void {
    while (active < pace.atOnce() && waiting.length > 0 && !stopped.signal.aborted) {
      const delivery = waiting.shift()
      if (!delivery) return
      active += 1
      void send(delivery).finally(() => {
        active -= 1
        next()
      })
    }
  }
  async function send({ event, object, url, body }: Delivery): Promise<void> {
    const at = now()
    const began = performance.now()
    const status = await post(url, body(), stopped.signal)
    const tookMs = Math.round(performance.now() - began)
    pace.note(tookMs)
    const isAnswered = status !== null && status < 300
    report({ at, event, object, url, outcome: isAnswered ? 'answered' : 'lost', status, tookMs })
    const pauseMs = pace.pauseMs()
    if (pauseMs > 0) await delay(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined)
  }
  return {
    push,
    isIdle: () => active === 0 && waiting.length === 0,
    stop: () => stopped.abort(),
  }
}

async function post(url: string, body: string, stopped: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'User-Agent': 'Bitrix24 Webhook Engine',
      },
      body,
      signal: AbortSignal.any([stopped, AbortSignal.timeout(HANDLER_TIMEOUT_MS)]),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    // Nobody there, or too slow: the event is lost.
    return null
  }
}
