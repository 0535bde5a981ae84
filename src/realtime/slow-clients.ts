import type { RoomServer } from './room-socket.ts'

const LOOK_EVERY_MS = 1_000
/** More than a whole gap that is told again. Whoever is so far behind at two looks is quicker by beginning anew. */
const MOST_PACKETS = 4_000
const MOST_BYTES = 2 * 1024 * 1024
/** So much is too much at any moment. */
const TIMES_TOO_MUCH = 10
/** Below, what waits is bounded by what one answer or event can be. */
const FEW_PACKETS = 64

type Connection = {
  writeBuffer: readonly { data?: string | Buffer }[]
  /** Of a WebSocket; polling has none. */
  transport: { socket?: { terminate(): void } }
  close(discard: boolean): void
}
export type SlowClients = {
  /** Much was said at once. */
  look(): void
  stop(): void
}

/** Cuts off who does not take what is said, so that it is not kept for them; they come again and ask for what they missed. */
export function dropSlowClients(io: RoomServer, dropped: () => void): SlowClients {
  let behind = new Set<Connection>()
  const drop = (connection: Connection) => {
    cutOff(connection)
    dropped()
  }
  const timer = setInterval(() => {
    const stillBehind = new Set<Connection>()
    for (const connection of connectionsOf(io)) {
      if (!isBehind(connection, 1)) continue
      if (behind.has(connection)) drop(connection)
      else stillBehind.add(connection)
    }
    behind = stillBehind
  }, LOOK_EVERY_MS)
  return {
    look() {
      for (const connection of connectionsOf(io)) if (isBehind(connection, TIMES_TOO_MUCH)) drop(connection)
    },
    stop: () => clearInterval(timer),
  }
}

/** Engine.IO's own, those of clients that did not say yet who they are among them. None while nobody listens yet. */
export function connectionsOf(io: Pick<RoomServer, 'engine'>): Connection[] {
  // Not in its types, and there for as long as it is called `engine`.
  const engine = io.engine as unknown as { clients: Record<string, Connection> } | undefined
  return Object.values(engine?.clients ?? {})
}

/** At once, whatever waits to be sent: a handshake of farewells would wait for it. */
export function cutOff(connection: Pick<Connection, 'transport' | 'close'>): void {
  const { socket } = connection.transport
  if (socket) socket.terminate()
  else connection.close(true)
}

function isBehind({ writeBuffer }: Connection, times: number): boolean {
  if (writeBuffer.length > MOST_PACKETS * times) return true
  if (writeBuffer.length < FEW_PACKETS) return false
  let bytes = 0
  for (const { data } of writeBuffer) bytes += data?.length ?? 0
  return bytes > MOST_BYTES * times
}
