import type { Server as NodeServer } from 'node:http'
import type { Registry } from 'prom-client'
import { Server } from 'socket.io'
import type { ReadCaller } from '#src/accounts/read-caller.ts'
import { connectDatabase } from '#src/db/connect.ts'
import type { Signals } from '#src/db/signals.ts'
import type { Config, Ports } from '#src/ports.ts'
import { admit } from './admit.ts'
import { serveBridge } from './bridge.ts'
import { leaveWhatIsAnothers, startEviction } from './evict.ts'
import { handshake, isFromOurPages } from './handshake.ts'
import { keepLastSeen } from './last-seen.ts'
import { startPresence } from './presence.ts'
import { startRelay } from './relay.ts'
import type { RoomMessage } from './room-messages.ts'
import { observeRooms } from './room-metrics.ts'
import type { RoomServer } from './room-socket.ts'
import { connectionsOf, cutOff, dropSlowClients } from './slow-clients.ts'
import { type Hearing, newsBySignals } from './small-news.ts'
import type { Upgrades } from './upgrades.ts'

const SOCKETS_PATH = '/socket.io/'
/** What people say here is small; what is large goes over HTTP. */
const MOST_BYTES = 16 * 1024
/** To say who one is. */
const CONNECT_TIMEOUT_MS = 5_000
const FAREWELL_MS = 500
/** News wait behind nobody who enters. */
const RELAY_CONNECTIONS = 1
const ENTER_CONNECTIONS = 2

export type Realtime = {
  io: RoomServer
  /** Clients are cut off and come again, to another gateway if there is one. */
  close(): Promise<void>
}
type Needed = Pick<Ports, 'db' | 'tokens' | 'files' | 'clock' | 'log'> & {
  databaseUrl: string
  redisUrl: string | null
  signals: Signals
  readCaller: ReadCaller
  webOrigins: readonly string[]
  sockets: Config['sockets']
  registry: Registry
}

/** The rooms of this gateway, on the port of its HTTP server. */
export async function startRealtime(
  { databaseUrl, redisUrl, webOrigins, registry, ...needed }: Needed,
  node: NodeServer,
  upgrades: Upgrades,
): Promise<Realtime> {
  const { log, signals, sockets } = needed
  let isClosing = false
  const io: RoomServer = new Server({
    path: SOCKETS_PATH,
    serveClient: false,
    maxHttpBufferSize: MOST_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    cors: { origin: [...webOrigins], credentials: true },
    destroyUpgrade: false,
    allowRequest: (request, decide) => {
      const refusal = !isFromOurPages(request, webOrigins)
        ? 'origin-not-allowed'
        : isClosing || io.engine.clientsCount >= sockets.most
          ? 'too-busy'
          : null
      if (refusal) observer.refused(refusal)
      decide(refusal, refusal === null)
    },
  })
  const observer = observeRooms(registry, io)
  const slow = dropSlowClients(io, observer.dropped)
  const forNews = connectDatabase(databaseUrl, RELAY_CONNECTIONS)
  const forEntering = connectDatabase(databaseUrl, ENTER_CONNECTIONS)
  const openSignals = (hearing: Hearing) => newsBySignals(needed, hearing)
  // Whoever has no Redis need not load its client.
  const byRedis = redisUrl === null ? null : (await import('./redis-news.ts')).newsByRedis
  const presence = startPresence(io, (hearing) =>
    byRedis && redisUrl ? byRedis({ redisUrl, log, openSignals }, io, hearing) : openSignals(hearing),
  )
  const relay = await startRelay(
    { database: forNews, signals, log },
    {
      before: (row) => leaveWhatIsAnothers(io, row),
      say(message) {
        say(io, message)
        presence.said(message)
        observer.said(message.event)
      },
      said(rows) {
        const nowMs = Date.now()
        for (const { at } of rows) observer.relayed((nowMs - Date.parse(at)) / 1_000)
        slow.look()
      },
    },
  )
  const needs = { ...needed, writing: needed.db, db: forEntering.db, relay, observer, presence }
  // Whoever is out waits behind nobody who enters.
  const eviction = startEviction({ ...needs, db: needed.db }, io)
  io.use(handshake(needs, io))
  io.on('connection', (socket) => admit(needs, io, socket))
  const lastSeen = keepLastSeen(io, needed)
  io.attach(node)
  // Socket.IO hears of it by itself.
  upgrades.serve(SOCKETS_PATH, () => undefined)
  const bridge = serveBridge({ ...needed, observer, webOrigins }, io, upgrades)
  io.engine.on('headers', (headers: Record<string, string>) => {
    headers['Cache-Control'] = 'no-store'
    headers['X-Content-Type-Options'] = 'nosniff'
  })
  return {
    io,
    async close() {
      isClosing = true
      eviction.stop()
      slow.stop()
      bridge.stop()
      presence.close()
      lastSeen.stop()
      await relay.stop()
      await sayFarewell(io)
      await Promise.all([forNews.close(), forEntering.close()])
    },
  }
}

/** Encoded once, and told to our own sockets alone: every gateway follows by itself. */
function say(io: RoomServer, { rooms, event, payload }: RoomMessage): void {
  const there = io.local.to([...rooms])
  // Socket.IO cannot know that the payload is the one of this name; RoomMessage does.
  ;(there.emit as (event: string, payload: unknown) => boolean)(event, payload)
}

/** Not by io.close(), which would close the HTTP server under those who still wait for an answer. */
async function sayFarewell(io: RoomServer): Promise<void> {
  const open = connectionsOf(io)
  const transports = open.map(({ transport }) => ({ transport, close: () => undefined }))
  io.engine.close()
  if (transports.length === 0) return
  // Who does not hear it keeps the port from being free.
  await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS))
  for (const connection of transports) cutOff(connection)
}
