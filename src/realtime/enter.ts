import { type SQL, sql } from 'drizzle-orm'
import { openSessions } from '#src/accounts/open-sessions.ts'
import type { Caller } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { newestSeq } from '#src/db/newest-seq.ts'
import { runIn } from '#src/db/planned.ts'
import { DomainError } from '#src/errors.ts'
import type { Log } from '#src/log.ts'
import type { Clock } from '#src/ports.ts'
import type { Entered } from './events.ts'
import type { Held, Relay } from './relay.ts'
import { type RoomMessage, sayable } from './room-messages.ts'
import type { RoomObserver } from './room-metrics.ts'
import type { RoomSocket } from './room-socket.ts'
import { readTold } from './told-rows.ts'

const MOST_TOLD_AGAIN = 1_000
const MOST_CHARACTERS_TOLD_AGAIN = 1024 * 1024
/** Through which somebody's own news are looked for. */
const MOST_LOOKED_THROUGH = 20_000

export type EnterNeeds = { db: Db; relay: Relay; clock: Clock; observer: RoomObserver; log: Log }
type Entering<Seen> = {
  rooms: readonly string[]
  /** What was told since is told again; null: whoever enters looks at things as they are. */
  since: number | null
  /** Of the events since then, those that may have been said in one of the rooms. */
  only?: SQL
  /** In the moment that `seq` names; throws where they may not enter. `isGap`: what is missed is told. */
  look(tx: Tx, caller: Caller, isGap: boolean): Promise<Seen>
  /** Said before anything that comes after it. */
  answer(entered: Entered, seen: Seen): void
}

/**
 * Enters rooms so that nothing falls between and nothing is told twice. First what is said there is held; then one snapshot of
 * the database gives what is seen, the number S of the newest event in it, and what was missed. When the relay has said S, all
 * happens in one tick: what was missed, the answer, what was held and comes after S, and from then on the socket is in the rooms.
 */
export async function enter<Seen>(
  { db, relay, clock, observer, log }: EnterNeeds,
  socket: RoomSocket,
  { rooms, since, only, look, answer }: Entering<Seen>,
): Promise<void> {
  const { data } = socket
  const wasIn = new Map(rooms.map((room) => [room, data.since.get(room)] as const))
  const leftAt = relay.cursor()
  for (const room of rooms) leave(socket, room)
  const held = relay.hold(rooms)
  try {
    const { seq, seen, missed } = await db.transaction(
      async (tx) => {
        const seq = await newestSeq(runIn(tx))
        const caller = (await openSessions(tx, [data.caller.sessionId], clock())).get(data.caller.sessionId)
        if (!caller) throw new DomainError('session-ended')
        const missed = since === null ? null : await readMissed(tx, log, since, seq, only)
        return { seq, missed, seen: await look(tx, caller, missed !== null) }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
    await relay.reached(seq)
    const following = held.messages()
    if (!following) throw new DomainError('too-busy')
    if (!socket.connected) return
    // Before `seq` it was looked at whether they may be there; what they lost since, they are not let into.
    for (const room of rooms) if ((data.lost.get(room) ?? 0) <= seq) data.lost.delete(room)
    const heard = (message: RoomMessage) =>
      message.rooms.some((room) => {
        const from = wasIn.get(room)
        return (
          (from !== undefined && message.seq > from && message.seq <= leftAt) ||
          (socket.rooms.has(room) && message.seq > (data.since.get(room) ?? Number.POSITIVE_INFINITY))
        )
      })
    const isForHere = ({ rooms: theirs }: RoomMessage) => theirs.some((room) => wasIn.has(room))
    for (const message of missed ?? []) if (isForHere(message) && !heard(message)) tell(socket, message)
    const isTooFar = since !== null && missed === null
    if (isTooFar) observer.resynced()
    answer({ seq, ...(isTooFar && { resync: true }) }, seen)
    for (const message of following)
      if (message.seq > seq && !heard(message) && !isLost(socket, message)) tell(socket, message)
    const open = rooms.filter((room) => !data.lost.has(room))
    for (const room of open) {
      const from = missed === null || since === null ? seq : Math.min(since, wasIn.get(room) ?? since)
      data.since.set(room, from)
    }
    void socket.join(open)
  } catch (error) {
    goBack(socket, wasIn, held, error)
    throw error
  } finally {
    held.release()
  }
}

/** Who could not be served is where they were, and missed nothing; who may not be there is out. */
function goBack(
  socket: RoomSocket,
  wasIn: ReadonlyMap<string, number | undefined>,
  held: Held,
  error: unknown,
): void {
  const mayNot = error instanceof DomainError && error.code !== 'too-busy'
  const rooms = [...wasIn].flatMap(([room, since]) =>
    since === undefined || socket.data.lost.has(room) ? [] : [{ room, since }],
  )
  if (mayNot || rooms.length === 0 || !socket.connected) return
  const messages = held.messages()
  // It comes again, and begins anew.
  if (!messages) return void socket.conn.close()
  const isForHere = (message: RoomMessage) =>
    message.rooms.some((room) => wasIn.get(room) !== undefined) &&
    !isLost(socket, message) &&
    !message.rooms.some((room) => socket.rooms.has(room))
  for (const message of messages) if (isForHere(message)) tell(socket, message)
  for (const { room, since } of rooms) socket.data.since.set(room, since)
  void socket.join(rooms.map(({ room }) => room))
}

/** Said where they may be no more, and nowhere else. */
const isLost = ({ data: { lost } }: RoomSocket, { rooms, seq }: RoomMessage) =>
  lost.size > 0 && rooms.every((room) => (lost.get(room) ?? Number.POSITIVE_INFINITY) <= seq)

/** Out of it, even if they are about to enter: what lets them in later was looked at after `seq`. */
export function lose(socket: RoomSocket, room: string, seq: number): void {
  leave(socket, room)
  socket.data.lost.set(room, seq)
}

export function leave(socket: RoomSocket, room: string): void {
  void socket.leave(room)
  socket.data.since.delete(room)
}

/** Null: too much, or not all of it is there any more. */
async function readMissed(
  tx: Tx,
  log: Log,
  since: number,
  seq: number,
  only?: SQL,
): Promise<RoomMessage[] | null> {
  if (since > seq || seq - since > MOST_LOOKED_THROUGH) return null
  const run = runIn(tx)
  const [oldest] = await run<{ seq: number }>(
    sql`select coalesce(min(seq), 1)::float8 as seq from domain_events`,
  )
  if (since < (oldest?.seq ?? 1) - 1) return null
  const limit = MOST_TOLD_AGAIN + 1
  const rows = await readTold(run, tx, { after: since, upTo: seq, limit, ...(only && { only }) })
  const messages = rows.length === limit ? null : rows.flatMap((row) => sayable(row, log))
  return messages && areTooLong(messages) ? null : messages
}

/** A slow line would be cut off in the middle of it, and begin at the same place again. */
function areTooLong(messages: readonly RoomMessage[]): boolean {
  let characters = 0
  for (const { payload } of messages) characters += JSON.stringify(payload).length
  return characters > MOST_CHARACTERS_TOLD_AGAIN
}

// Socket.IO cannot know that the payload is the one of this name; RoomMessage does.
const tell = (socket: RoomSocket, { event, payload }: RoomMessage) =>
  void (socket.emit as (event: string, payload: unknown) => boolean)(event, payload)
