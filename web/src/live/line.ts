import type { QueryClient } from '@tanstack/react-query'
import type { EventName, Payloads } from '../../../src/realtime/events.ts'
import { api } from '../api.ts'
import { endSession, readSeqAtFirst, sessionKey } from '../session.ts'
import { applyNews } from './apply-news.ts'
import { readLive, tellLive } from './live.ts'
import { forgetPeople, setPeople, setTyping } from './people.ts'
import { readAgain } from './read-again.ts'
import { createRooms, type Line, type Room } from './rooms.ts'
import { createSeqs } from './seqs.ts'

export type { Room }
export type News = Payloads[EventName]

const LONGEST_WAIT_MS = 5_000
const TRY_AGAIN_MS = 1_000
const LONGEST_REFUSED_MS = 30_000

const seqs = createSeqs()
const hearers = new Set<(news: News) => void>()
let line: Line | null = null
let opening: Promise<void> | null = null
/** How often it was hung up: what is on its way since before is not wanted any more. */
let hungUp = 0
let refusals = 0
let queries: QueryClient | null = null
const rooms = createRooms({
  ...{ line: () => line, seqs, seqAtFirst: readSeqAtFirst },
  readAfresh: (room) => void readAfresh(room),
})

export const enterRoom = rooms.enter

/** Connects when somebody wants to hear something, and not before: it is not needed to see the first page. */
export function openLine(queryClient: QueryClient): Promise<void> {
  queries = queryClient
  opening ??= connect(queryClient)
  return opening
}

/** Somebody signed out: the next one has a line of their own. */
export function closeLine(): void {
  const socket = line
  hungUp += 1
  line = null
  opening = null
  socket?.disconnect()
  seqs.forget()
  rooms.forget()
  forgetPeople()
  tellLive('connecting')
}

export function hear(listener: (news: News) => void): () => void {
  hearers.add(listener)
  return () => void hearers.delete(listener)
}

export function sayTyping(
  ticketId: number,
  typing: { state: 'start' | 'stop'; is_internal?: boolean },
): void {
  if (line?.connected) line.emit('typing', { ticket_id: ticketId, ...typing })
}

async function connect(queryClient: QueryClient): Promise<void> {
  const before = hungUp
  const loaded = await import('socket.io-client').catch(() => null)
  if (before !== hungUp) return
  if (!loaded) {
    tellLive(navigator.onLine ? 'reconnecting' : 'offline')
    opening = null
    setTimeout(() => before === hungUp && void openLine(queryClient), LONGEST_WAIT_MS)
    return
  }
  const since = () => (seqs.since() === null ? {} : { since_seq: seqs.since() })
  const socket: Line = loaded.io({
    auth: (give) => give(since()),
    reconnectionDelayMax: LONGEST_WAIT_MS,
    // What most can have, without asking by the other way first.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
  })
  line = socket
  let heardAt = new Date()
  socket.io.on('ping', () => {
    heardAt = new Date()
  })
  socket.on('connect', () => void comeIn(socket))
  socket.on('disconnect', (why) => {
    if (socket !== line) return
    seqs.cutOff()
    rooms.cutOff()
    forgetPeople()
    tellLive(navigator.onLine ? 'reconnecting' : 'offline', why === 'ping timeout' ? heardAt : new Date())
    if (why === 'io server disconnect') void askWhoWeAre(queryClient)
  })
  socket.on('connect_error', (error) => {
    if (socket !== line) return
    tellLive(navigator.onLine ? 'reconnecting' : 'offline')
    // Refused by the gateway itself, after which it does not try again.
    const { data } = error as Error & { data?: { code?: string } }
    if (data?.code) void askWhoWeAre(queryClient)
  })
  socket.onAny((_event: string, news: News) => {
    if (!('seq' in news) || !seqs.heard(news)) return
    applyNews(queryClient, news)
    for (const listener of hearers) listener(news)
  })
  socket.on('presence', ({ id, people }) => setPeople(id, people))
  socket.on('typing', ({ id, actor, state, is_internal }) =>
    setTyping(id, { ...actor, is_internal, isWriting: state === 'start' }),
  )
  window.addEventListener('online', () => {
    // Whether what seemed connected still is would be known only when nothing comes for long.
    if (socket === line) socket.disconnect().connect()
  })
  window.addEventListener('offline', () => {
    if (socket === line) tellLive('offline')
  })
}

async function comeIn(socket: Line): Promise<void> {
  const connection = socket.id
  if (await rooms.enterAll()) return nowLive(socket)
  if (socket === line && socket.connected && socket.id === connection)
    setTimeout(() => socket === line && socket.id === connection && void comeIn(socket), TRY_AGAIN_MS)
}

function nowLive(socket: Line): void {
  if (socket !== line) return
  const isBack = readLive().since !== null
  tellLive('live')
  refusals = 0
  if (!isBack) return
  // What could not be asked meanwhile, and what may be another role by now.
  void queries?.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
  void queries?.invalidateQueries({ queryKey: sessionKey })
}

const OF_A_TICKET = ['ticket', 'timeline', 'audit']
const OF_MANY = ['tickets', 'board', 'dashboard']

/** Null: whatever is shown. */
async function readAfresh(room: Room | null): Promise<void> {
  if (!queries) return
  const isOfRoom = ({ queryKey: [first, id] }: { queryKey: readonly unknown[] }) => {
    const name = String(first)
    if (room === null) return OF_A_TICKET.includes(name) || OF_MANY.includes(name)
    if (room === 'own') return name === 'tickets' || name === 'notices'
    return room === 'dashboard' ? OF_MANY.includes(name) : OF_A_TICKET.includes(name) && id === room.ticketId
  }
  await readAgain(queries, { predicate: isOfRoom })
}

/** The access token may just be too old, which asking by HTTP mends; or nobody is signed in any more. */
async function askWhoWeAre(queryClient: QueryClient): Promise<void> {
  const socket = line
  const session = await api.currentSession().catch(() => undefined)
  if (socket !== line) return
  if (session === null) {
    closeLine()
    endSession(queryClient)
  } else {
    // Whoever is refused all the time should not be the reason for it.
    const waitMs = Math.min(TRY_AGAIN_MS * 2 ** refusals, LONGEST_REFUSED_MS)
    refusals += 1
    setTimeout(() => socket === line && socket?.connect(), waitMs)
  }
}
