import type { QueryClient } from '@tanstack/react-query'
import type { EventName, Payloads } from '../../../src/realtime/events.ts'
import { api } from '../api.ts'
import { sessionKey } from '../session.ts'
import { applyNews } from './apply-news.ts'
import { tellLive } from './live.ts'
import { setPeople, setTyping } from './people.ts'
import { createRooms, type Line, type Room } from './rooms.ts'
import { createSeqs } from './seqs.ts'

export type { Room }
export type News = Payloads[EventName]

const LONGEST_WAIT_MS = 5_000
const TRY_AGAIN_MS = 1_000

const seqs = createSeqs()
const hearers = new Set<(news: News) => void>()
let line: Line | null = null
let opening: Promise<void> | null = null
let queries: QueryClient | null = null
const rooms = createRooms({ line: () => line, seqs, readAfresh })

export const enterRoom = rooms.enter

/** Connects when somebody wants to hear something, and not before: it is not needed to see the first page. */
export function openLine(queryClient: QueryClient): Promise<void> {
  queries = queryClient
  opening ??= connect(queryClient)
  return opening
}

/** Somebody signed out: the next one has a line of their own. */
export function closeLine(): void {
  line?.disconnect()
  line = null
  opening = null
  seqs.forget()
  rooms.forget()
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
  const { io } = await import('socket.io-client')
  const since = () => (seqs.since() === null ? {} : { since_seq: seqs.since() })
  const socket: Line = io({ auth: (give) => give(since()), reconnectionDelayMax: LONGEST_WAIT_MS })
  line = socket
  socket.on('connect', () => void comeIn(socket))
  socket.on('disconnect', (why) => {
    if (socket !== line) return
    seqs.cutOff()
    rooms.cutOff()
    tellLive(navigator.onLine ? 'reconnecting' : 'offline')
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
    if (!('seq' in news)) return
    seqs.heard(news.seq)
    applyNews(queryClient, news)
    for (const listener of hearers) listener(news)
  })
  socket.on('presence', ({ id, people }) => setPeople(id, people))
  socket.on('typing', ({ id, actor, state, is_internal }) =>
    setTyping(id, { ...actor, is_internal, isWriting: state === 'start' }),
  )
  window.addEventListener('online', () => {
    if (socket === line && !socket.connected) socket.connect()
  })
  window.addEventListener('offline', () => {
    if (socket === line) tellLive('offline')
  })
}

async function comeIn(socket: Line): Promise<void> {
  const connection = socket.id
  if (await rooms.enterAll()) return tellLive('live')
  if (socket === line && socket.connected && socket.id === connection)
    setTimeout(() => socket === line && socket.id === connection && void comeIn(socket), TRY_AGAIN_MS)
}

const OF_A_TICKET = ['ticket', 'timeline', 'audit']
const OF_MANY = ['tickets', 'board', 'dashboard']

/** Null: whatever is shown. */
function readAfresh(room: Room | null): void {
  void queries?.invalidateQueries({
    predicate: ({ queryKey: [first, id] }) =>
      (room !== null && room !== 'dashboard'
        ? id === room.ticketId && OF_A_TICKET.includes(String(first))
        : OF_MANY.includes(String(first))) ||
      (room === null && OF_A_TICKET.includes(String(first))),
  })
}

/** The access token may just be too old, which asking by HTTP mends; or nobody is signed in any more. */
async function askWhoWeAre(queryClient: QueryClient): Promise<void> {
  const socket = line
  const user = await api.currentUser().catch(() => undefined)
  if (socket !== line) return
  if (user === null) {
    closeLine()
    queryClient.setQueryData(sessionKey, null)
    window.dispatchEvent(new Event('ponte-session-ended'))
  } else setTimeout(() => socket === line && socket?.connect(), TRY_AGAIN_MS)
}
