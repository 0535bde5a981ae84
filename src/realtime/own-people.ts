import type { TicketId, UserId } from '#src/ids.ts'
import type { Doing, Entry } from './presence-note.ts'

export type Who = { id: UserId; name: string }
/** By each socket; of several tabs and devices the busiest counts. */
type Sight = { doing: Doing; untilMs: number }
type Own = Who & { sights: Map<string, Sight>; goneAtMs: number; said: Doing | null }

/** Whoever writes says so again every few seconds. */
const WRITING_MS = 6_000
/** A page that is loaded again, or comes back after a moment, was not away. */
const GRACE_MS = 2_000

/** Who looks at which ticket on sockets of this gateway. Time is handed in, in milliseconds that only grow. */
export class OwnPeople {
  readonly #tickets = new Map<TicketId, Map<UserId, Own>>()
  readonly #touched = new Set<Own>()
  readonly #ticketOf = new WeakMap<Own, TicketId>()

  look(ticket: TicketId, { id, name }: Who, socketId: string): void {
    const people = this.#tickets.get(ticket) ?? new Map<UserId, Own>()
    this.#tickets.set(ticket, people)
    const own = people.get(id) ?? { id, name, sights: new Map(), goneAtMs: 0, said: null }
    people.set(id, own)
    own.sights.set(socketId, { doing: 'looking', untilMs: Number.POSITIVE_INFINITY })
    this.#touch(ticket, own)
  }

  leave(ticket: TicketId, id: UserId, socketId: string, nowMs: number): void {
    const own = this.#tickets.get(ticket)?.get(id)
    if (!own?.sights.delete(socketId)) return
    own.goneAtMs = nowMs + GRACE_MS
    this.#touch(ticket, own)
  }

  /** False: they do not look at it by this socket. */
  write(ticket: TicketId, id: UserId, socketId: string, doing: Doing, nowMs: number): boolean {
    const own = this.#tickets.get(ticket)?.get(id)
    if (!own?.sights.has(socketId)) return false
    const untilMs = doing === 'looking' ? Number.POSITIVE_INFINITY : nowMs + WRITING_MS
    own.sights.set(socketId, { doing, untilMs })
    this.#touch(ticket, own)
    return true
  }

  /** What they wrote has been sent, from whatever tab. */
  hasSpoken(ticket: TicketId, id: UserId): void {
    const own = this.#tickets.get(ticket)?.get(id)
    if (own) this.#rest(ticket, own, () => true)
  }

  pass(nowMs: number): void {
    for (const [ticket, people] of this.#tickets)
      for (const own of people.values()) {
        this.#rest(ticket, own, ({ untilMs }) => untilMs <= nowMs)
        if (own.sights.size > 0 || own.goneAtMs > nowMs) continue
        people.delete(own.id)
        if (people.size === 0) this.#tickets.delete(ticket)
        this.#touch(ticket, own)
      }
  }

  /** What is different since this was asked last. */
  changes(): Entry[] {
    const changes: Entry[] = []
    for (const own of this.#touched) {
      const ticket = this.#ticketOf.get(own)
      const doing = this.#doingOf(own)
      if (ticket === undefined || doing === own.said) continue
      own.said = doing
      changes.push([ticket, own.id, own.name, doing])
    }
    this.#touched.clear()
    return changes
  }

  all(): Entry[] {
    return [...this.#tickets.keys()].flatMap((ticket) => this.of(ticket))
  }

  of(ticket: TicketId): Entry[] {
    const people = [...(this.#tickets.get(ticket)?.values() ?? [])]
    return people.map((own): Entry => [ticket, own.id, own.name, this.#doingOf(own)])
  }

  #rest(ticket: TicketId, own: Own, isOver: (sight: Sight) => boolean): void {
    for (const sight of own.sights.values()) {
      if (sight.doing === 'looking' || !isOver(sight)) continue
      sight.doing = 'looking'
      sight.untilMs = Number.POSITIVE_INFINITY
      this.#touch(ticket, own)
    }
  }

  #touch(ticket: TicketId, own: Own): void {
    this.#ticketOf.set(own, ticket)
    this.#touched.add(own)
  }

  #doingOf(own: Own): Doing | null {
    const ticket = this.#ticketOf.get(own)
    if (ticket === undefined || this.#tickets.get(ticket)?.get(own.id) !== own) return null
    return [...own.sights.values()].map(({ doing }) => doing).reduce(busier, 'looking')
  }
}

/** That somebody answers the requester is worth more than that they write a note. */
const ORDER: readonly Doing[] = ['looking', 'noting', 'writing']
export const busier = (one: Doing, other: Doing): Doing =>
  ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other
