import type { QueryClient } from '@tanstack/react-query'
import type { Socket } from 'socket.io-client'
import type {
  ClientToServer,
  Entered,
  EventName,
  Joined,
  Payloads,
  Refused,
  ServerToClient,
} from '../../../src/realtime/events.ts'
import { api } from '../api.ts'
import { sessionKey } from '../session.ts'
import { applyNews } from './apply-news.ts'
import { tellLive } from './live.ts'
import { setPeople, setTyping } from './people.ts'
import { createSeqs } from './seqs.ts'

export type Room = 'dashboard' | { ticketId: number }
export type News = Payloads[EventName]
type Line = Socket<ServerToClient, ClientToServer>

const seqs = createSeqs()
/** How many places of the screen want to be in it. */
const wanted = new Map<string, { room: Room; count: number; isIn: boolean }>()
const hearers = new Set<(news: News) => void>()
let line: Line | null = null
let opening: Promise<void> | null = null
let queries: QueryClient | null = null

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
  for (const one of wanted.values()) one.isIn = false
  tellLive('connecting')
}

export function hear(listener: (news: News) => void): () => void {
  hearers.add(listener)
  return () => void hearers.delete(listener)
}

export function enterRoom(room: Room): () => void {
  const key = keyOf(room)
  const one = wanted.get(key) ?? { room, count: 0, isIn: false }
  wanted.set(key, one)
  one.count += 1
  if (line?.connected && !one.isIn) void join(one)
  return () => {
    one.count -= 1
    // A page that is drawn anew enters again at once.
    setTimeout(() => one.count === 0 && leave(key, one), 100)
  }
}

export function sayTyping(
  ticketId: number,
  typing: { state: 'start' | 'stop'; is_internal?: boolean },
): void {
  if (line?.connected) line.emit('typing', { ticket_id: ticketId, ...typing })
}

const keyOf = (room: Room) => (room === 'dashboard' ? room : `ticket:${room.ticketId}`)

function leave(key: string, { room, isIn }: { room: Room; isIn: boolean }): void {
  wanted.delete(key)
  if (isIn && room !== 'dashboard' && line?.connected) line.emit('leave_ticket', { ticket_id: room.ticketId })
}

async function connect(queryClient: QueryClient): Promise<void> {
  const { io } = await import('socket.io-client')
  const socket: Line = io({ auth: (give) => give(seqs.since()), reconnectionDelayMax: 5_000 })
  line = socket
  socket.on('connect', () => void joinAll())
  socket.on('disconnect', (why) => {
    for (const one of wanted.values()) one.isIn = false
    tellLive(navigator.onLine ? 'reconnecting' : 'offline')
    if (why === 'io server disconnect') void askWhoWeAre(queryClient)
  })
  socket.on('connect_error', (error) => {
    tellLive(navigator.onLine ? 'reconnecting' : 'offline')
    // Refused by the gateway itself: it does not try again by itself.
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
  window.addEventListener('online', () => void (socket.connected || socket.connect()))
  window.addEventListener('offline', () => tellLive('offline'))
}

async function joinAll(): Promise<void> {
  await Promise.all([...wanted.values()].map(join))
  if (line?.connected) tellLive('live')
}

async function join(one: { room: Room; isIn: boolean }): Promise<void> {
  const { room } = one
  const socket = line
  if (!socket) return
  const since = one.isIn ? {} : seqs.since()
  const isComingBack = 'since_seq' in since
  one.isIn = true
  const answer: ({ ok: true } & Entered & Partial<Joined>) | Refused | null = await (room === 'dashboard'
    ? socket.emitWithAck('join_dashboard', since)
    : socket.emitWithAck('join_ticket', { ticket_id: room.ticketId, ...since })
  ).catch(() => null)
  if (socket !== line) return
  if (!answer?.ok) {
    one.isIn = false
    return
  }
  seqs.entered(answer.seq)
  if (answer.id !== undefined && answer.people) setPeople(answer.id, answer.people)
  // What was read before we were in may be older than what we are told from here on.
  if (answer.resync || !isComingBack) await queries?.invalidateQueries({ predicate: isOfTickets })
}

const isOfTickets = ({ queryKey: [first] }: { queryKey: readonly unknown[] }) =>
  ['ticket', 'tickets', 'timeline', 'board', 'dashboard'].includes(String(first))

/** The access token may just be too old, which asking by HTTP mends; or nobody is signed in any more. */
async function askWhoWeAre(queryClient: QueryClient): Promise<void> {
  const socket = line
  const user = await api.currentUser().catch(() => undefined)
  if (user === null) {
    closeLine()
    queryClient.setQueryData(sessionKey, null)
    window.dispatchEvent(new Event('ponte-session-ended'))
  } else
    setTimeout(() => {
      if (socket === line) socket?.connect()
    }, 1_000)
}
