import type { Socket } from 'socket.io-client'
import type {
  ClientToServer,
  Entered,
  Joined,
  Refused,
  ServerToClient,
} from '../../../src/realtime/events.ts'
import { setPeople } from './people.ts'
import type { createSeqs } from './seqs.ts'

export type Line = Socket<ServerToClient, ClientToServer>
export type Room = 'dashboard' | { ticketId: number }
/** `isKnown`: what is shown of it is as it was when the line was cut, so that what it missed is enough. */
type Wanted = { room: Room; places: number; isIn: boolean; isKnown: boolean }
type Needs = {
  line: () => Line | null
  seqs: ReturnType<typeof createSeqs>
  /** What is shown of it may be older than what is told from here on. */
  readAfresh(room: Room | null): void
}

const TRY_AGAIN_MS = 1_000
/** A page that is drawn anew enters again at once. */
const LEAVE_AFTER_MS = 100
/** Later than all that can be: answered with where we are. */
const FROM_HERE = Number.MAX_SAFE_INTEGER

/** The rooms that this tab wants to be in, however often the line is cut. */
export function createRooms({ line, seqs, readAfresh }: Needs) {
  const all = new Map<string, Wanted>()

  function enter(room: Room): () => void {
    const key = room === 'dashboard' ? room : `ticket:${room.ticketId}`
    const wanted = all.get(key) ?? { room, places: 0, isIn: false, isKnown: false }
    all.set(key, wanted)
    wanted.places += 1
    if (!wanted.isIn && line()?.connected) void join(wanted)
    return () => {
      wanted.places -= 1
      setTimeout(() => {
        if (wanted.places > 0 || all.get(key) !== wanted) return
        all.delete(key)
        const now = line()
        if (wanted.isIn && room !== 'dashboard' && now?.connected)
          now.emit('leave_ticket', { ticket_id: room.ticketId })
      }, LEAVE_AFTER_MS)
    }
  }

  /** Returns false if the line was cut meanwhile. */
  async function enterAll(): Promise<boolean> {
    const socket = line()
    if (!socket) return false
    const connection = socket.id
    const isFirst = seqs.since() === null
    const answers = await Promise.all([...all.values()].filter(({ isIn }) => !isIn).map(join))
    // Of their own room nobody says how far it is.
    const own = await socket.emitWithAck('sync', { since_seq: seqs.since() ?? FROM_HERE }).catch(() => null)
    if (socket.id !== connection || !socket.connected || !own?.ok || answers.includes('cut')) return false
    if (own.resync && !isFirst) readAfresh(null)
    seqs.allAnswered(own.seq)
    return true
  }

  async function join(wanted: Wanted): Promise<'in' | 'cut' | 'refused'> {
    const { room } = wanted
    const socket = line()
    if (!socket) return 'cut'
    const settled = seqs.since()
    const since = wanted.isKnown && settled !== null ? { since_seq: settled } : {}
    wanted.isIn = true
    const answer: ({ ok: true } & Entered & Partial<Joined>) | Refused | null = await (room === 'dashboard'
      ? socket.emitWithAck('join_dashboard', since)
      : socket.emitWithAck('join_ticket', { ticket_id: room.ticketId, ...since })
    ).catch(() => null)
    if (!answer || socket !== line()) return 'cut'
    if (!answer.ok) {
      wanted.isIn = false
      // It may not be seen, which the page says by itself; else it is asked again.
      if (answer.code !== 'forbidden') setTimeout(() => void (wanted.isIn || join(wanted)), TRY_AGAIN_MS)
      return 'refused'
    }
    if (answer.id !== undefined && answer.people) setPeople(answer.id, answer.people)
    if (answer.resync || !('since_seq' in since)) readAfresh(room)
    wanted.isKnown = true
    return 'in'
  }

  return {
    enter,
    enterAll,
    cutOff() {
      for (const wanted of all.values()) wanted.isIn = false
    },
    forget() {
      for (const wanted of all.values()) Object.assign(wanted, { isIn: false, isKnown: false })
    },
  }
}
