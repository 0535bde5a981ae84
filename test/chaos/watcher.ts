import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, EventName, Payloads, ServerToClient } from '#src/realtime/events.ts'
import type { Client } from '#test/client.ts'

type Heard = Payloads[EventName]
type Shown = { tags: readonly string[]; title: string; status: string; version: number }

/** What somebody sees of some tickets who is told of changes, and loses the line again and again. */
export type Watcher = AsyncDisposable & {
  who: number
  isTeam: boolean
  /** What they would show: by our number. */
  tickets: ReadonlyMap<number, Shown>
  messages: ReadonlyMap<number, ReadonlySet<number>>
  /** What was told twice, or in the wrong order. */
  wrong: readonly string[]
  lost(): number
  /** Whether they are where they want to be, and all that was committed up to there has been told. */
  isLive(): boolean
}

/** What is told in the room of a ticket, and not in that of a person. */
const OF_A_TICKET: readonly EventName[] = ['deal_updated', 'new_comment']

type Watching = {
  who: number
  url: string
  client: Client
  /** One ticket's room; null: the dashboard. */
  ticketId: number | null
  isTeam: boolean
}

/** As docs/rooms.md tells clients to do it: `since_seq` on coming back, and reading by HTTP when there is too much. */
export function startWatcher({ who, url, client, ticketId, isTeam }: Watching): Watcher {
  const tickets = new Map<number, Shown>()
  const messages = new Map<number, Set<number>>()
  const wrong: string[] = []
  const seqs = { settled: null as number | null, newest: 0 }
  /** Of what may be told once more on coming back: by which connection it was told. */
  const heard = new Map<string, number>()
  const newestIn = { ticket: 0, other: 0 }
  let [connection, lost, isLive] = [0, 0, false]

  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    transports: ['websocket'],
    forceNew: true,
    query: { who },
    reconnectionDelay: 20,
    reconnectionDelayMax: 200,
    auth: (give) => give({ token: client.cookies.get('access_token'), ...since() }),
  })
  const since = () => (seqs.settled === null ? {} : { since_seq: seqs.settled })

  socket.onAny((event: EventName, told: Heard) => {
    const key = `${told.seq} ${event}`
    const before = heard.get(key)
    if (told.seq <= (seqs.settled ?? 0) || before === connection) wrong.push(`${key} again`)
    // In each room for itself: what came there while we entered comes right behind the answer, and another room went on.
    const room = OF_A_TICKET.includes(event) ? 'ticket' : 'other'
    if (isLive && told.seq < newestIn[room]) wrong.push(`${key} behind ${newestIn[room]}`)
    newestIn[room] = Math.max(newestIn[room], told.seq)
    heard.set(key, connection)
    if (before !== undefined) return
    // One number may be two events, and the line may be cut between them.
    if (isLive && told.seq > seqs.newest) settle(seqs.newest)
    seqs.newest = Math.max(seqs.newest, told.seq)
    // A person who watches one ticket is told of all of theirs.
    if (ticketId === null || (OF_A_TICKET.includes(event) && told.id === ticketId)) show(told)
  })
  socket.on('connect', () => {
    const own = ++connection
    const isOver = () => own !== connection || !socket.connected
    const comeAgain = () => void (isOver() || socket.disconnect().connect())
    const entered = (answer: { ok: boolean; seq?: number; resync?: true }) => {
      if (!answer.ok || answer.seq === undefined) return comeAgain()
      const { seq } = answer
      const live = () => {
        // What was read for a line that is lost says nothing of the next one.
        if (isOver()) return
        isLive = true
        // What was heard before came by one's own room, which goes on while the other one tells what was missed.
        Object.assign(newestIn, { ticket: 0, other: 0 })
        settle(seq)
        seqs.newest = Math.max(seqs.newest, seq)
      }
      if (seqs.settled !== null && !answer.resync) live()
      // Where nothing was read, nothing is known: it begins anew.
      else read().then(live, comeAgain)
    }
    if (ticketId === null) socket.emit('join_dashboard', since(), entered)
    else socket.emit('join_deal', { ticket_id: ticketId, ...since() }, entered)
  })
  socket.on('disconnect', () => {
    isLive = false
    lost += 1
  })
  function settle(seq: number): void {
    seqs.settled = Math.max(seqs.settled ?? 0, seq)
    for (const key of heard.keys()) if (Number.parseInt(key, 10) <= seqs.settled) heard.delete(key)
  }

  /** What is read may be newer than what is told afterwards, which ends in the same. */
  async function read(): Promise<void> {
    const paths = ticketId === null ? ['/api/v1/tickets?limit=100'] : [`/api/v1/tickets/${ticketId}`]
    for (const path of paths) {
      const body = (await answerOf(path)) as { items?: (Shown & { id: number })[] } & Shown & { id: number }
      for (const one of body.items ?? [body]) {
        const { tags, title, status, version } = one
        const shown = tickets.get(one.id)
        if (!shown || shown.version <= version) tickets.set(one.id, { tags, title, status, version })
      }
    }
    if (ticketId === null) return
    const told = (await answerOf(`/api/v1/tickets/${ticketId}/messages?limit=100`)) as {
      items: { id: number }[]
    }
    const there = messages.get(ticketId) ?? new Set()
    for (const { id } of told.items) there.add(id)
    messages.set(ticketId, there)
  }
  async function answerOf(path: string): Promise<unknown> {
    const answer = await client.get(path)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    return answer.body
  }

  function show(told: Heard): void {
    if ('changes' in told) {
      const shown = tickets.get(told.id)
      const { version = 0 } = told as { version?: number }
      const { tags, title, status } = { ...shown, ...(told.changes as object) } as Shown
      if (shown && version > shown.version) tickets.set(told.id, { tags, title, status, version })
    }
    if (told.event === 'new_comment') {
      const there = messages.get(told.id) ?? new Set()
      messages.set(told.id, there.add(told.activity.id))
    }
  }

  return {
    who,
    isTeam,
    tickets,
    messages,
    wrong,
    lost: () => lost,
    isLive: () => isLive && socket.connected,
    async [Symbol.asyncDispose]() {
      socket.disconnect()
    },
  }
}
