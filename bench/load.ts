import * as net from 'node:net'

/** Requests over kept connections, one at a time on each, as fast as the answers come or at a given pace. */
export type Load = { requestsPerSecond: number; p50Ms: number; p99Ms: number; failures: number }

type Options = {
  port: number
  /** Of many, one after the other. */
  request: string | readonly string[]
  connections: number
  durationMs: number
  /** Sent then, whether earlier ones are answered or not; without it, each as soon as there is an answer to the last. */
  perSecond?: number
}

/**
 * Written for this bench: a client that parses HTTP in full would be the slower half of the pair on two cores,
 * and every server behind it would look alike. `request` is the raw head; answers need a Content-Length.
 */
export async function putLoad({ port, request, connections, durationMs, perSecond }: Options): Promise<Load> {
  const requests = [request].flat().map((text) => Buffer.from(text))
  let next = 0
  const latencies: number[] = []
  let failures = 0
  const startedAt = performance.now()
  const until = startedAt + durationMs
  /** When the next is to be sent: how late it then is counts as waiting. */
  const due = () => (perSecond ? startedAt + (next / perSecond) * 1000 : performance.now())

  const run = () =>
    new Promise<void>((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1').setNoDelay(true)
      let sentAt = 0
      let received = ''
      const send = () => {
        if (performance.now() >= until) {
          socket.end()
          return resolve()
        }
        const dueAt = due()
        const bytes = requests[next++ % requests.length] ?? Buffer.alloc(0)
        const go = () => {
          received = ''
          sentAt = perSecond ? dueAt : performance.now()
          socket.write(bytes)
        }
        const earlyMs = dueAt - performance.now()
        if (earlyMs > 0) setTimeout(go, earlyMs)
        else go()
      }
      socket.setEncoding('latin1').on('data', (text: string) => {
        received += text
        if (!isWhole(received)) return
        latencies.push(performance.now() - sentAt)
        if (!received.startsWith('HTTP/1.1 200')) failures += 1
        send()
      })
      socket.once('error', reject).once('connect', send)
    })
  await Promise.all(Array.from({ length: connections }, run))
  const seconds = (performance.now() - startedAt) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
  return { requestsPerSecond: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), failures }
}

function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n')
  if (head < 0) return false
  const [, length] = /content-length: (\d+)/i.exec(received.slice(0, head)) ?? []
  return received.length >= head + 4 + Number(length)
}
