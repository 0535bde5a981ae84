import { type Database, isDatabaseAway } from '#src/db/connect.ts'
import { newestSeq } from '#src/db/newest-seq.ts'
import type { Signals } from '#src/db/signals.ts'
import { DomainError } from '#src/errors.ts'
import type { Log } from '#src/log.ts'
import { type RoomMessage, sayable } from './room-messages.ts'
import { readTold, type ToldRow } from './told-rows.ts'

const LOOK_EVERY_MS = 1_000
const AT_ONCE = 500
/** Whoever enters a room while more is said there in the meantime had better begin anew. */
const MOST_HELD = 2_000

export type Relay = {
  /** Everything up to here has been said. */
  cursor(): number
  /** Resolves once everything up to there has been said. */
  reached(seq: number): Promise<void>
  /** From now on what is said in these rooms is kept, for somebody who is about to enter. */
  hold(rooms: readonly string[]): Held
  stop(): Promise<void>
}
export type Held = {
  /** Null: more was said than can be kept. */
  messages(): readonly RoomMessage[] | null
  release(): void
}

type Needed = { database: Database; signals: Signals; log: Log }
type Say = {
  /** What is to be seen to before anybody hears of it. */
  before?(row: ToldRow): void
  say(message: RoomMessage): void
  /** After each page, in the same tick. */
  said?(rows: readonly ToldRow[]): void
}

/**
 * Follows what was committed and says it in rooms, in order and without a gap: a page is said in one tick, and only then the
 * cursor moves. Each gateway has one, and tells its own sockets alone.
 */
export async function startRelay(
  { database, signals, log }: Needed,
  { before, say, said }: Say,
): Promise<Relay> {
  const { db, planned } = database
  let cursor = await newestSeq(planned.run)
  let isStopping = false
  let isWanted = false
  let isFailing = false
  let turn: Promise<void> | null = null
  const waiting = new Set<{ seq: number; resolve(): void; reject(error: Error): void }>()
  const holding = new Set<{ rooms: ReadonlySet<string>; messages: RoomMessage[] | null }>()

  async function follow(): Promise<void> {
    do {
      isWanted = false
      const rows = await readTold(planned.run, db, { after: cursor, limit: AT_ONCE })
      if (isStopping) return
      for (const row of rows) tell(row)
      cursor = rows.at(-1)?.seq ?? cursor
      if (rows.length > 0) said?.(rows)
      for (const waiter of waiting) {
        if (waiter.seq > cursor) continue
        waiting.delete(waiter)
        waiter.resolve()
      }
      if (rows.length === AT_ONCE) isWanted = true
    } while (isWanted)
  }

  function tell(row: ToldRow): void {
    before?.(row)
    for (const message of sayable(row, log)) {
      say(message)
      for (const held of holding) keep(held, message)
    }
  }

  async function run(): Promise<void> {
    try {
      await follow()
      if (isFailing) log.info('the relay goes on')
      isFailing = false
    } catch (error) {
      // Said once, and tried again within a second.
      if (!isFailing) log[isDatabaseAway(error) ? 'warn' : 'error']({ err: error }, 'the relay failed')
      isFailing = true
    } finally {
      turn = null
      if (isWanted && !isFailing) wake()
    }
  }
  function wake(): void {
    if (isStopping) return
    if (turn) isWanted = true
    else turn = run()
  }
  const deafen = signals.listen('told', wake, wake)
  const poll = setInterval(wake, LOOK_EVERY_MS)
  wake()

  return {
    cursor: () => cursor,
    reached(seq) {
      if (seq <= cursor) return Promise.resolve()
      if (isStopping) return Promise.reject(new DomainError('too-busy'))
      wake()
      return new Promise((resolve, reject) => void waiting.add({ seq, resolve, reject }))
    },
    hold(rooms) {
      const held = { rooms: new Set(rooms), messages: [] }
      holding.add(held)
      return { messages: () => held.messages, release: () => void holding.delete(held) }
    },
    async stop() {
      isStopping = true
      deafen()
      clearInterval(poll)
      for (const { reject } of waiting) reject(new DomainError('too-busy'))
      await turn
    },
  }
}

function keep(
  held: { rooms: ReadonlySet<string>; messages: RoomMessage[] | null },
  message: RoomMessage,
): void {
  if (!held.messages || !message.rooms.some((room) => held.rooms.has(room))) return
  if (held.messages.length === MOST_HELD) held.messages = null
  else held.messages.push(message)
}
