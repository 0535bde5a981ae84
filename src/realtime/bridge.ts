import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { parse } from 'hono/utils/cookie'
import { type WebSocket, WebSocketServer } from 'ws'
import { useWsTicket } from '#src/accounts/ws-ticket.ts'
import type { Log } from '#src/log.ts'
import type { Config, Ports } from '#src/ports.ts'
import { bridgeClient } from './bridge-client.ts'
import { BridgeConnection } from './bridge-connection.ts'
import { createFrames } from './bridge-frame.ts'
import { type BridgePath, readBridgePath } from './bridge-path.ts'
import { isFromOurPages } from './handshake.ts'
import type { RoomObserver } from './room-metrics.ts'
import type { RoomServer } from './room-socket.ts'
import type { Upgrades } from './upgrades.ts'

const PATHS = '/ws/'
/** They say "ping" and nothing else. */
const MOST_BYTES = 1_024
const PING_EVERY_MS = 25_000

type Needed = Pick<Ports, 'db' | 'clock' | 'tokens'> & {
  log: Log
  observer: RoomObserver
  webOrigins: readonly string[]
  sockets: Config['sockets']
}

/** The plain WebSockets of the portal that exists, into the same rooms as everybody. */
export function serveBridge(needed: Needed, io: RoomServer, upgrades: Upgrades): { stop(): void } {
  const { observer, webOrigins, sockets, log } = needed
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MOST_BYTES })
  const frames = createFrames()
  const alive = new Map<WebSocket, boolean>()
  let isStopping = false

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = readBridgePath(request.url ?? '')
    if (!path) return refuse(socket, '404 Not Found')
    const refused = (code: string, status: string) => {
      observer.refused(code)
      refuse(socket, status)
    }
    if (!isFromOurPages(request, webOrigins)) return refused('origin-not-allowed', '403 Forbidden')
    if (isStopping || io.engine.clientsCount >= sockets.most)
      return refused('too-busy', '503 Service Unavailable')
    const token = await tokenOf(needed, request, path)
    if (!token) return refused('not-signed-in', '401 Unauthorized')
    if (isStopping || socket.destroyed) return void socket.destroy()
    server.handleUpgrade(request, socket, head, (webSocket) => begin(webSocket, request, { path, token }))
  }

  function begin(
    webSocket: WebSocket,
    request: IncomingMessage,
    who: { path: BridgePath; token: string },
  ): void {
    const connection = new BridgeConnection(webSocket, request)
    connection.hears = bridgeClient(io, frames, connection, who)
    alive.set(webSocket, true)
    webSocket.on('pong', () => alive.set(webSocket, true))
    webSocket.on('close', () => alive.delete(webSocket))
    // Not in its types: where it counts its own, and where others look for them.
    const engine = io.engine as unknown as { clients: Record<string, unknown>; clientsCount: number }
    engine.clients[connection.id] = connection
    engine.clientsCount += 1
    connection.once('close', () => {
      delete engine.clients[connection.id]
      engine.clientsCount -= 1
    })
    io.engine.emit('connection', connection)
  }

  upgrades.serve(PATHS, (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    upgrade(request, socket, head).catch((error: unknown) => {
      log.warn({ err: error }, 'a plain socket could not be admitted')
      refuse(socket, '503 Service Unavailable')
    })
  })
  const ping = setInterval(() => {
    for (const [webSocket, isAlive] of alive) {
      if (!isAlive) webSocket.terminate()
      alive.set(webSocket, false)
      webSocket.ping()
    }
  }, PING_EVERY_MS)
  return {
    stop() {
      isStopping = true
      clearInterval(ping)
    },
  }
}

/** Whether it is good is found out by whoever admits them all. */
async function tokenOf(
  ports: Pick<Ports, 'db' | 'clock' | 'tokens'>,
  { headers: { authorization = '', cookie = '' } }: IncomingMessage,
  { ticket }: BridgePath,
): Promise<string | null> {
  if (ticket !== null) {
    const sessionId = await useWsTicket(ports, ticket)
    return sessionId && ports.tokens.issueAccess(sessionId, ports.clock())
  }
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? parse(cookie).access_token ?? null
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}
