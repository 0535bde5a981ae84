import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { DomainError, PROBLEMS, type ProblemCode } from '#src/errors.ts'
import type { Log } from '#src/log.ts'
import type { Edge } from './edge.ts'
import { describeProblem } from './problem.ts'

const HEADERS_TIMEOUT_MS = 10_000
/** For the largest upload over the slowest line; other bodies have seconds: see read-body.ts. */
const REQUEST_TIMEOUT_MS = 15 * 60_000
const DRAIN_MS = 7_000
const IDLE_CHECK_MS = 50

export type HttpServer = {
  node: Server
  listen(port: number, host?: string): Promise<number>
  /** No new connections; what is being answered is finished, as far as that takes seconds and not minutes. */
  close(): Promise<void>
}

export function createHttpServer(app: Hono<Edge>, log: Log): HttpServer {
  const listener = getRequestListener((request, env) => app.fetch(request, env as HttpBindings), {
    errorHandler: () => rawProblem('malformed-request'),
  })
  const isAlive = (incoming: IncomingMessage) => incoming.url === '/healthz' && incoming.method === 'GET'
  let underWay = 0
  let isStopping = false
  const node = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
      // Refused further in, with a problem for an answer.
      requireHostHeader: false,
    },
    // Whether the process is alive is answered by the process, not by what is built on top of it.
    (incoming, outgoing) => {
      underWay += 1
      outgoing.once('close', () => {
        underWay -= 1
      })
      if (isStopping) outgoing.setHeader('Connection', 'close')
      if (isAlive(incoming)) answerAlive(outgoing)
      else void listener(incoming, outgoing)
    },
  )
  node.on('clientError', (error: NodeJS.ErrnoException, socket) => answerUnreadable(error, socket as Socket))
  node.on('error', (error) => log.error({ err: error }, 'http server'))
  return {
    node,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        node.once('error', reject)
        node.listen(port, host, () => {
          node.off('error', reject)
          resolve((node.address() as AddressInfo).port)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        isStopping = true
        const idle = setInterval(() => {
          if (underWay === 0) node.closeIdleConnections()
        }, IDLE_CHECK_MS)
        const patience = setTimeout(() => node.closeAllConnections(), DRAIN_MS)
        // The listener alone. Node's own close() would hang up on connections that are kept alive, and whoever asks
        // on one whether we are ready shall hear that we are not, while the last requests finish.
        NetServer.prototype.close.call(node, () => {
          clearInterval(idle)
          clearTimeout(patience)
          node.close()
          resolve()
        })
      }),
  }
}

const ALIVE = '{"status":"alive"}'
const ALIVE_HEADERS = {
  'Content-Type': 'application/json',
  'Content-Length': ALIVE.length,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

function answerAlive(outgoing: ServerResponse): void {
  outgoing.writeHead(200, ALIVE_HEADERS)
  outgoing.end(ALIVE)
}

const UNREADABLE: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
}

/** What Node's parser refuses never becomes a request; it still gets a problem for an answer. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code = UNREADABLE[error.code ?? ''] ?? 'malformed-request'
  const body = rawBody(code)
  socket.end(
    `HTTP/1.1 ${PROBLEMS[code]} Problem\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const rawBody = (code: ProblemCode) =>
  JSON.stringify(describeProblem(new DomainError(code), { requestId: crypto.randomUUID(), path: '/' }))

const rawProblem = (code: ProblemCode) =>
  new Response(rawBody(code), {
    status: PROBLEMS[code],
    headers: { 'Content-Type': 'application/problem+json' },
  })
