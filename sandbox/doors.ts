import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './certificate.ts'

export type Serve = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<unknown>

type Options = { port: number; certificate?: Certificate }

/** A door on this machine alone. Whoever comes before somebody is there to answer, waits. */
export async function openDoor({ port, certificate }: Options) {
  const { promise: ready, resolve: answerWith } = Promise.withResolvers<Serve>()
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    // A page of somebody else whose name was made to lead here (DNS rebinding) shall not reach anything.
    if (!isLocal(request.headers.host)) return response.writeHead(421).end()
    // Nor shall such a page send anything by itself: the secrets here are known to all.
    if (!isLocalOrigin(request.headers.origin)) return response.writeHead(403).end()
    return (await ready)(request, response)
  }
  const listener: http.RequestListener = (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A caller that hung up in the middle is its own affair.
      if (response.destroyed) return
      process.stderr.write(`sandbox: ${(error as Error).stack}\n`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
  const server = certificate ? https.createServer(certificate, listener) : http.createServer(listener)
  // As long as the portal's own; a client's connection lives over a pause.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    // A server that listens by TCP has a port.
    port: (server.address() as AddressInfo).port,
    answerWith,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const isLocal = (host = '') => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)

/** Programs name no origin, and browsers always do when they send something across. */
const isLocalOrigin = (origin?: string) =>
  origin === undefined || (URL.canParse(origin) && isLocal(new URL(origin).host))
