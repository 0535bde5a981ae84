import type { Server as NodeServer } from 'node:http'
import { Server } from 'socket.io'
import { z } from 'zod'
import type { ReadCaller } from '#src/accounts/read-caller.ts'
import { connectDatabase } from '#src/db/connect.ts'
import type { Signals } from '#src/db/signals.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { handshake, isFromOurPages } from './handshake.ts'
import { enterOwnRoom, onJoin } from './join.ts'
import { startRelay } from './relay.ts'
import type { RoomMessage } from './room-messages.ts'
import type { RoomServer, RoomSocket } from './room-socket.ts'
import { inTurn } from './take-turns.ts'
import type { Upgrades } from './upgrades.ts'

export const SOCKETS_PATH = '/socket.io/'
/** What people say here is small; what is large goes over HTTP. */
const MOST_BYTES = 16 * 1024
const CONNECT_TIMEOUT_MS = 10_000
/** News wait behind nobody who enters. */
const RELAY_CONNECTIONS = 1
const ENTER_CONNECTIONS = 2

export type Realtime = {
  io: RoomServer
  close(): Promise<void>
}
type Needed = Pick<Ports, 'files' | 'clock' | 'log'> & {
  databaseUrl: string
  signals: Signals
  readCaller: ReadCaller
  webOrigins: readonly string[]
}

/** The rooms of this gateway, on the port of its HTTP server. */
export async function startRealtime(
  { databaseUrl, signals, webOrigins, ...ports }: Needed,
  node: NodeServer,
  upgrades: Upgrades,
): Promise<Realtime> {
  const { log } = ports
  let isClosing = false
  const io: RoomServer = new Server(node, {
    path: SOCKETS_PATH,
    serveClient: false,
    maxHttpBufferSize: MOST_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    cors: { origin: [...webOrigins], credentials: true },
    destroyUpgrade: false,
    allowRequest: (request, decide) => decide(null, !isClosing && isFromOurPages(request, webOrigins)),
  })
  // Socket.IO hears of it by itself.
  upgrades.serve(SOCKETS_PATH, () => undefined)
  const forNews = connectDatabase(databaseUrl, RELAY_CONNECTIONS)
  const forEntering = connectDatabase(databaseUrl, ENTER_CONNECTIONS)
  const relay = await startRelay({ database: forNews, signals, log }, { say: (message) => say(io, message) })
  const needs = { ...ports, db: forEntering.db, relay }
  io.use(handshake(ports))
  io.on('connection', (socket) => {
    void socket.join(callerRoom(socket.data.caller.userId))
    onJoin(needs, socket)
    inTurn(socket, () =>
      enterOwnRoom(needs, socket, sinceOf(socket)).catch((error: unknown) => {
        // It comes again.
        log.debug({ err: error }, 'a socket could not enter its own room')
        socket.conn.close()
      }),
    )
  })
  return {
    io,
    async close() {
      isClosing = true
      await relay.stop()
      io.engine.close()
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

/** Where a person's sockets are found; nothing is said there. */
export const callerRoom = (id: UserId) => `caller:${id}`

const Since = z.object({ since_seq: z.int().min(0) })
function sinceOf({ handshake: { auth } }: RoomSocket): number | null {
  return Since.safeParse(auth).data?.since_seq ?? null
}
