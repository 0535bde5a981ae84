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
/** Own: what is told to this person alone, which needs no asking but a line. */
export type Room = 'own' | 'dashboard' | { ticketId: number }
/** `isKnown`: what is shown of it is as it was when the line was cut, so that what it missed is enough. */
type Wanted = { room: Room; places: number; isIn: boolean; isKnown: boolean }
type Result = 'in' | 'later' | 'never'
type Needs = {
  line: () => Line | null
  seqs: Pick<ReturnType<typeof createSeqs>, 'since' | 'allAnswered'>
  /** All that is shown is at least as new; null: that is not known. */
  seqAtFirst: () => number | null
  /** What is shown of it may be older than what is told from here on; null: of everything. */
  readAfresh(room: Room | null): void
}

const TRY_AGAIN_MS = 1_000
/** A page that is drawn anew enters again at once. */
const LEAVE_AFTER_MS = 100
/** Later than all that can be: answered with where we are. */
const FROM_HERE = Number.MAX_SAFE_INTEGER

/** The rooms that this tab wants to be in, however often the line is cut. */
export function createRooms({ line, seqs, seqAtFirst, readAfresh }: Needs) {
  const all = new Map<string, Wanted>()

  function enter(room: Room): () => void {
    const key = typeof room === 'string' ? room : `ticket:${room.ticketId}`
    const wanted = all.get(key) ?? { room, places: 0, isIn: false, isKnown: false }
    all.set(key, wanted)
    wanted.places += 1
    const isStillWanted = () => all.get(key) === wanted && !wanted.isIn && line()?.connected
    const joinAlone = async (): Promise<void> => {
      if (isStillWanted() && (await join(wanted)) === 'later')
        setTimeout(() => void joinAlone(), TRY_AGAIN_MS)
    }
    void joinAlone()
    return () => {
      wanted.places -= 1
      setTimeout(() => {
        if (wanted.places > 0 || all.get(key) !== wanted) return
        all.delete(key)
        const socket = line()
        if (wanted.isIn && typeof room !== 'string' && socket?.connected)
          socket.emit('leave_ticket', { ticket_id: room.ticketId })
      }, LEAVE_AFTER_MS)
    }
  }

  /** Returns false if the line was cut meanwhile, or the gateway was too busy. */
  async function enterAll(): Promise<boolean> {
    const socket = line()
    if (!socket) return false
    const connection = socket.id
    const settled = seqs.since() ?? seqAtFirst()
    const answers = await Promise.all([...all.values()].filter(({ isIn }) => !isIn).map(join))
    // Of their own room nobody says how far it is.
    const own = await socket.emitWithAck('sync', { since_seq: settled ?? FROM_HERE }).catch(() => null)
    if (socket.id !== connection || !socket.connected || !own?.ok || answers.includes('later')) return false
    if (settled === null) readAfresh('own')
    else if (own.resync) readAfresh(null)
    seqs.allAnswered(own.seq)
    return true
  }

  async function join(wanted: Wanted): Promise<Result> {
    const { room } = wanted
    const socket = line()
    if (!socket) return 'later'
    wanted.isIn = true
    if (room === 'own') return 'in'
    const settled = knownUpTo(wanted)
    const since = settled === null ? {} : { since_seq: settled }
    const answer: ({ ok: true } & Entered & Partial<Joined>) | Refused | null = await (room === 'dashboard'
      ? socket.emitWithAck('join_dashboard', since)
      : socket.emitWithAck('join_ticket', { ticket_id: room.ticketId, ...since })
    ).catch(() => null)
    if (!answer || socket !== line()) return 'later'
    if (!answer.ok) {
      // Where we are told to have come may be further by the time that it lets us in.
      Object.assign(wanted, { isIn: false, isKnown: false })
      // That it may not be seen the page says by itself.
      return answer.code === 'forbidden' ? 'never' : 'later'
    }
    if (answer.id !== undefined && answer.people) setPeople(answer.id, answer.people)
    if (answer.resync || !('since_seq' in since)) readAfresh(room)
    wanted.isKnown = true
    return 'in'
  }

  /** At first nothing is shown that is older than the session; later on, what is shown of a room that one was not in may be. */
  function knownUpTo({ isKnown }: Wanted): number | null {
    const settled = seqs.since()
    if (settled === null) return seqAtFirst()
    return isKnown ? settled : null
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
