import type { RoomServer } from './room-socket.ts'

/** More than a whole gap that is told again; whoever is so far behind is quicker by beginning anew. */
const MOST_PACKETS = 4_000
const MOST_BYTES = 2 * 1024 * 1024
/** Below, they are small whatever is in them. */
const FEW_PACKETS = 64

type Connection = {
  writeBuffer: readonly { data?: string | Buffer }[]
  /** Of a WebSocket; polling has none. */
  transport: { socket?: { terminate(): void } }
  close(discard: boolean): void
}

/** Cuts off who does not take what is said, so that it is not kept for them; they come again and ask for what they missed. */
export function dropSlowClients(io: RoomServer): number {
  let dropped = 0
  for (const connection of connectionsOf(io)) {
    if (!isFarBehind(connection)) continue
    dropped += 1
    cutOff(connection)
  }
  return dropped
}

/** Engine.IO's own, those of clients that did not say yet who they are among them. */
export const connectionsOf = (io: RoomServer): Connection[] =>
  // Not in its types, and there for as long as it is called `engine`.
  Object.values((io.engine as unknown as { clients: Record<string, Connection> }).clients)

/** At once, whatever waits to be sent: a handshake of farewells would wait for it. */
export function cutOff(connection: Connection): void {
  const { socket } = connection.transport
  if (socket) socket.terminate()
  else connection.close(true)
}

function isFarBehind({ writeBuffer }: Connection): boolean {
  if (writeBuffer.length > MOST_PACKETS) return true
  if (writeBuffer.length < FEW_PACKETS) return false
  let bytes = 0
  for (const { data } of writeBuffer) bytes += data?.length ?? 0
  return bytes > MOST_BYTES
}
