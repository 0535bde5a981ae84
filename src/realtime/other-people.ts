import type { TicketId, UserId } from '#src/ids.ts'
import type { Doing, Entry, Note } from './presence-note.ts'

type There = { name: string; doing: Doing }
type Gateway = { n: number; untilMs: number; tickets: Map<TicketId, Map<UserId, There>> }

/** Two beats may be lost; a gateway that died is forgotten within 30 s. */
const SILENT_MS = 25_000
/** Those who were at a gateway that ends come back at another. */
const FAREWELL_MS = 3_000

/** Who looks at which ticket on other gateways, as they say. */
export class OtherPeople {
  readonly #gateways = new Map<string, Gateway>()

  /** Which tickets have changed; `isGap`: something was not heard, and has to be asked for. */
  hear({ from, n, kind, entries }: Note, nowMs: number): { touched: TicketId[]; isGap: boolean } {
    const gateway = this.#gateways.get(from) ?? { n: 0, untilMs: 0, tickets: new Map() }
    this.#gateways.set(from, gateway)
    gateway.untilMs = nowMs + (kind === 'bye' ? FAREWELL_MS : SILENT_MS)
    if (kind === 'beat' || kind === 'ask' || kind === 'bye') return { touched: [], isGap: n > gateway.n }
    // The same again, by another way.
    if (n <= gateway.n) return { touched: [], isGap: false }
    const isGap = kind === 'more' && n > gateway.n + 1
    gateway.n = n
    const forgotten = kind === 'all' ? [...gateway.tickets.keys()] : []
    if (kind === 'all') gateway.tickets.clear()
    for (const entry of entries) keep(gateway, entry)
    return { touched: [...forgotten, ...entries.map(([ticket]) => ticket)], isGap }
  }

  /** Of gateways that say nothing any more; which tickets that has changed. */
  forgetSilent(nowMs: number): TicketId[] {
    const touched: TicketId[] = []
    for (const [from, { untilMs, tickets }] of this.#gateways) {
      if (untilMs > nowMs) continue
      this.#gateways.delete(from)
      touched.push(...tickets.keys())
    }
    return touched
  }

  of(ticket: TicketId): Entry[] {
    return [...this.#gateways.values()].flatMap(({ tickets }) =>
      [...(tickets.get(ticket) ?? [])].map(([id, { name, doing }]): Entry => [ticket, id, name, doing]),
    )
  }
}

function keep({ tickets }: Gateway, [ticket, id, name, doing]: Entry): void {
  const people = tickets.get(ticket) ?? new Map<UserId, There>()
  if (doing === null) people.delete(id)
  else people.set(id, { name, doing })
  if (people.size === 0) tickets.delete(ticket)
  else tickets.set(ticket, people)
}
