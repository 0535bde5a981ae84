import { z } from 'zod'
import type { Signals } from '#src/db/signals.ts'
import type { Config } from '#src/ports.ts'
import { createAllowance } from './allowance.ts'
import { callerRoom } from './evict.ts'
import { enterOwnRoom, onJoin } from './join.ts'
import type { RoomServer, RoomSocket } from './room-socket.ts'
import { onSmallTalk, type SmallTalkNeeds } from './small-talk.ts'
import { codeOf, inTurn, Refusal } from './take-turns.ts'

/** After a restart a client enters many rooms at once. */
const ALLOWANCE = { atOnce: 200, aSecond: 20 }

export type AdmitNeeds = SmallTalkNeeds & { sockets: Config['sockets']; signals: Signals }

/** Somebody has said who they are, and was believed. */
export function admit(needs: AdmitNeeds, io: RoomServer, socket: RoomSocket): void {
  const { log, observer, sockets } = needs
  const { caller } = socket.data
  // Many may have said it at the same moment.
  if (countOf(io, socket) >= sockets.mostOfOne) {
    observer.refused('too-many-connections')
    return void socket.disconnect(true)
  }
  // From here on they are found when it turns out that they are signed in no more; whether they are by now, entering looks.
  void socket.join(callerRoom(caller.userId))
  // The request that it began with has been read, and would be kept for as long as the socket: kilobytes each.
  Object.assign(socket.conn, { request: null })
  const isAllowed = createAllowance(ALLOWANCE)
  socket.use((_packet, next) => {
    if (isAllowed()) return next()
    observer.refused('too-many-events')
    log.warn({ userId: caller.userId }, 'a socket asked too much and was cut off')
    socket.disconnect(true)
  })
  onJoin(needs, socket)
  onSmallTalk(needs, socket)
  inTurn(socket, () =>
    enterOwnRoom(needs, socket, sinceOf(socket)).catch((error: unknown) => {
      if (codeOf(error) === 'session-ended') return void socket.disconnect(true)
      // It comes again.
      log.debug({ err: error }, 'a socket could not enter its own room')
      socket.conn.close()
    }),
  )
}

const countOf = (io: RoomServer, { data }: RoomSocket) =>
  io.sockets.adapter.rooms.get(callerRoom(data.caller.userId))?.size ?? 0

export function refuseTooMany(io: RoomServer, socket: RoomSocket, { mostOfOne }: Config['sockets']): void {
  if (countOf(io, socket) >= mostOfOne) throw new Refusal('too-many-connections')
}

const Since = z.object({ since_seq: z.int().min(0) })
const sinceOf = ({ handshake: { auth } }: RoomSocket): number | null =>
  Since.safeParse(auth).data?.since_seq ?? null
