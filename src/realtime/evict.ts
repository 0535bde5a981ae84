import { isDeepStrictEqual } from 'node:util'
import { openSessions } from '#src/accounts/open-sessions.ts'
import { maySee } from '#src/auth/access.ts'
import { type Db, isDatabaseAway } from '#src/db/connect.ts'
import type { Signals } from '#src/db/signals.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { leave, lose } from './enter.ts'
import type { RoomServer, RoomSocket } from './room-socket.ts'
import { ticketRoom } from './rooms.ts'
import type { ToldRow } from './told-rows.ts'

const RETRY_EVERY_MS = 250
/** Sessions run out, and what was changed by hand was told by nobody. */
const ALL_EVERY_MS = 60_000
const AT_ONCE = 1_000

/** Where a person's sockets are found, from the first moment on; nothing is said there. */
export const callerRoom = (id: UserId) => `caller:${id}`

type Needed = Pick<Ports, 'clock' | 'log'> & { db: Db; signals: Signals }

/**
 * Judges sockets anew when somebody's sessions or role have changed, or what a role may, on whatever gateway that was. Whoever is signed in no more
 * is told so and stays away; whoever became somebody else is cut off, comes again by itself, and is let in as what they are.
 */
export function startEviction({ db, signals, clock, log }: Needed, io: RoomServer): { stop(): void } {
  const due = new Set<UserId>()
  let areAllDue = false
  let isJudging = false
  let isFailing = false

  async function judgeDue(): Promise<void> {
    if (isJudging || (due.size === 0 && !areAllDue)) return
    isJudging = true
    const sockets = areAllDue ? [...io.sockets.sockets.values()] : [...due].flatMap((id) => socketsOf(io, id))
    const judged = { ids: [...due], wereAll: areAllDue }
    due.clear()
    areAllDue = false
    try {
      for (let at = 0; at < sockets.length; at += AT_ONCE) await judge(sockets.slice(at, at + AT_ONCE))
      isFailing = false
    } catch (error) {
      // Until it can be said who they are: nothing is told meanwhile that they did not hear yet, if Postgres is away.
      for (const id of judged.ids) due.add(id)
      areAllDue ||= judged.wereAll
      if (!isFailing)
        log[isDatabaseAway(error) ? 'warn' : 'error']({ err: error }, 'sockets are judged later')
      isFailing = true
    } finally {
      isJudging = false
    }
    if (!isFailing) void judgeDue()
  }

  async function judge(sockets: readonly RoomSocket[]): Promise<void> {
    const ids = [...new Set(sockets.map(({ data }) => data.caller.sessionId))]
    const open = await openSessions(db, ids, clock())
    for (const socket of sockets) {
      const { sessionId, role, exceptions } = socket.data.caller
      const now = open.get(sessionId)
      if (!now) socket.disconnect(true)
      else if (now.role !== role || !isDeepStrictEqual(now.exceptions, exceptions)) socket.conn.close()
    }
  }

  const all = () => {
    areAllDue = true
    void judgeDue()
  }
  const deafen = signals.listen(
    'callers-changed',
    (id) => {
      // Of no one person: of what roles may.
      if (id === '') return all()
      due.add(Number(id) as UserId)
      void judgeDue()
    },
    all,
  )
  const timers = [setInterval(() => void judgeDue(), RETRY_EVERY_MS), setInterval(all, ALL_EVERY_MS)]
  return {
    stop() {
      deafen()
      for (const timer of timers) clearInterval(timer)
    },
  }
}

/** A ticket that is another's now, or that somebody follows no more, is no more to be seen by them. */
export function leaveWhatIsAnothers(io: RoomServer, row: ToldRow): void {
  const { seq, kind, ticketId, ownerId, watcherIds, data } = row
  if (kind === 'watchers-changed') {
    const { removed } = data as { removed: UserId[] }
    for (const socket of removed.flatMap((id) => socketsOf(io, id)))
      if (!maySee(socket.data.caller, { userId: ownerId, watcherIds }))
        lose(socket, ticketRoom(ticketId), seq)
  }
  if (kind !== 'ticket-changed' || !Object.hasOwn(Object(data.changes), 'user_id')) return
  for (const socketId of io.sockets.adapter.rooms.get(ticketRoom(ticketId)) ?? []) {
    const socket = io.sockets.sockets.get(socketId)
    if (socket && !maySee(socket.data.caller, { userId: ownerId, watcherIds }))
      leave(socket, ticketRoom(ticketId))
  }
}

export const socketsOf = (io: RoomServer, id: UserId): RoomSocket[] =>
  [...(io.sockets.adapter.rooms.get(callerRoom(id)) ?? [])].flatMap(
    (socketId) => io.sockets.sockets.get(socketId) ?? [],
  )
