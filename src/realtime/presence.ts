import { randomUUID } from 'node:crypto'
import type { DealId, TicketId, UserId } from '#src/ids.ts'
import type { PeopleThere } from './events.ts'
import { callerRoom } from './evict.ts'
import { OtherPeople } from './other-people.ts'
import { busier, OwnPeople } from './own-people.ts'
import { type Doing, type Entry, inParts, type Note, readNote } from './presence-note.ts'
import type { RoomMessage } from './room-messages.ts'
import type { RoomServer, RoomSocket } from './room-socket.ts'
import { agentsRoom, ticketRoom } from './rooms.ts'
import { isCrowd, showPeople, type There } from './show-people.ts'
import type { Hearing, SmallNews } from './small-news.ts'

/** What happens at the same moment is said together. */
const GATHER_MS = 50
/** Where so many look that nobody reads who they are. */
const CROWD_EVERY_MS = 2_000
const PASS_EVERY_MS = 1_000
const BEAT_EVERY_MS = 10_000

export type Presence = {
  /** Who is there, for somebody who enters. */
  people(ticket: TicketId, dealId: DealId | null, isTeam: boolean): PeopleThere
  /** False: they are not there by this socket. */
  write(socket: RoomSocket, ticket: TicketId, doing: Doing): boolean
  /** What the relay says in rooms. */
  said(message: RoomMessage): void
  close(): void
}

/** Who looks at which ticket and who writes, over all gateways: each tells the others of its own people. */
export function startPresence(io: RoomServer, openNews: (hearing: Hearing) => SmallNews): Presence {
  const me = randomUUID().slice(0, 8)
  const own = new OwnPeople()
  const others = new OtherPeople()
  /** Of tickets that somebody here looks at. */
  const rooms = new Map<TicketId, { dealId: DealId | null; told: ReadonlyMap<UserId, There>; atMs: number }>()
  const due = new Set<TicketId>()
  let n = 0
  let isAllWanted = true
  let isAsking = true
  let gathering: NodeJS.Timeout | null = null

  const heard = (text: string) => {
    const note = readNote(text)
    if (!note || note.from === me) return false
    const { touched, isGap } = others.hear(note, performance.now())
    for (const ticket of touched) due.add(ticket)
    isAsking ||= isGap
    isAllWanted ||= note.kind === 'ask'
    if (touched.length > 0 || isGap || note.kind === 'ask') gather()
    return true
  }
  const missed = () => {
    isAsking = true
    isAllWanted = true
    gather()
  }
  const news = openNews({ heard, missed })
  const noteOf = (kind: Note['kind'], entries: Entry[] = []) =>
    JSON.stringify({ from: me, n, kind, ...(entries.length > 0 && { entries }) })

  function gather(): void {
    gathering ??= setTimeout(() => {
      gathering = null
      say()
    }, GATHER_MS)
  }

  function say(): void {
    const changes = own.changes()
    for (const [ticket] of changes) due.add(ticket)
    const notes = isAllWanted ? notesOf('all', own.all()) : changes.length > 0 ? notesOf('more', changes) : []
    if (isAsking) notes.push(noteOf('ask'))
    isAllWanted = false
    isAsking = false
    if (notes.length > 0) news.send(notes)
    for (const ticket of due) if (tell(ticket)) due.delete(ticket)
    if (due.size > 0) gather()
  }
  const notesOf = (kind: 'all' | 'more', entries: readonly Entry[]) =>
    inParts(entries).map((part, at) => {
      n += 1
      return noteOf(at === 0 ? kind : 'more', part)
    })

  /** False: not yet. */
  function tell(ticket: TicketId): boolean {
    const room = rooms.get(ticket)
    if (!room) return true
    const now = whoIsAt(ticket)
    const nowMs = performance.now()
    if (isCrowd(now) && nowMs < room.atMs + CROWD_EVERY_MS) return false
    const before = room.told
    rooms.set(ticket, { ...room, told: now, atMs: nowMs })
    const common = { at: new Date().toISOString(), id: ticket, deal_id: room.dealId }
    for (const { id, name, isInternal, state } of writingChanges(before, now)) {
      const to = io.local.to(isInternal ? agentsRoom(ticket) : ticketRoom(ticket)).except(callerRoom(id))
      to.emit('typing', { event: 'typing', ...common, actor: { id, name }, state, is_internal: isInternal })
    }
    const [team, all] = [true, false].map((isTeam) => showPeople(now, isTeam))
    const [teamBefore, allBefore] = [true, false].map((isTeam) => showPeople(before, isTeam))
    if (!team || !all || (isSame(team, teamBefore) && isSame(all, allBefore))) return true
    const there = io.local.to(ticketRoom(ticket))
    const payload = { event: 'presence', ...common } as const
    if (isSame(team, all)) there.emit('presence', { ...payload, ...all })
    else {
      there.except(agentsRoom(ticket)).emit('presence', { ...payload, ...all })
      io.local.to(agentsRoom(ticket)).emit('presence', { ...payload, ...team })
    }
    return true
  }

  function whoIsAt(ticket: TicketId): Map<UserId, There> {
    const people = new Map<UserId, There>()
    for (const [, id, name, doing] of [...own.of(ticket), ...others.of(ticket)])
      if (doing) people.set(id, { name, doing: busier(doing, people.get(id)?.doing ?? 'looking') })
    return people
  }

  const { adapter } = io.sockets
  const whose = new Map<string, UserId>()
  const entered = (name: string, socketId: string) => {
    const ticket = ticketOf(name)
    const socket = ticket && io.sockets.sockets.get(socketId)
    if (!ticket || !socket) return
    const { caller, name: fullName } = socket.data
    whose.set(`${socketId} ${name}`, caller.userId)
    const room = rooms.get(ticket) ?? { dealId: null, told: new Map(), atMs: Number.NEGATIVE_INFINITY }
    rooms.set(ticket, room)
    own.look(ticket, { id: caller.userId, name: fullName }, socketId)
    gather()
  }
  const left = (name: string, socketId: string) => {
    const ticket = ticketOf(name)
    const id = whose.get(`${socketId} ${name}`)
    if (!ticket || id === undefined) return
    whose.delete(`${socketId} ${name}`)
    own.leave(ticket, id, socketId, performance.now())
    if (!adapter.rooms.get(name)?.size) rooms.delete(ticket)
    gather()
  }
  adapter.on('join-room', entered)
  adapter.on('leave-room', left)

  const timers = [
    setInterval(() => {
      own.pass(performance.now())
      for (const ticket of others.forgetSilent(performance.now())) due.add(ticket)
      gather()
    }, PASS_EVERY_MS),
    setInterval(() => news.send([noteOf('beat')]), BEAT_EVERY_MS),
  ]
  gather()

  return {
    people(ticket, dealId, isTeam) {
      const room = rooms.get(ticket)
      rooms.set(ticket, { told: new Map(), atMs: Number.NEGATIVE_INFINITY, ...room, dealId })
      return showPeople(whoIsAt(ticket), isTeam)
    },
    write(socket, ticket, doing) {
      const isThere = own.write(ticket, socket.data.caller.userId, socket.id, doing, performance.now())
      if (isThere) gather()
      return isThere
    },
    said({ event, payload: { id, deal_id, actor } }) {
      const room = rooms.get(id as TicketId)
      if (!room) return
      // The CRM's number may come while they look.
      if (deal_id !== null) room.dealId = deal_id as DealId
      if (event !== 'new_comment' || !actor) return
      own.hasSpoken(id as TicketId, actor.id as UserId)
      gather()
    },
    close() {
      for (const timer of timers) clearInterval(timer)
      if (gathering) clearTimeout(gathering)
      adapter.off('join-room', entered)
      adapter.off('leave-room', left)
      news.send([noteOf('bye')])
      news.close()
    },
  }
}

const ticketOf = (room: string) => Number(/^ticket:(\d+)$/.exec(room)?.[1] ?? 0) as TicketId
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

type WritingChange = { id: UserId; name: string; isInternal: boolean; state: 'start' | 'stop' }

function writingChanges(
  before: ReadonlyMap<UserId, There>,
  now: ReadonlyMap<UserId, There>,
): WritingChange[] {
  return [...new Map([...before, ...now])].flatMap(([id, { name }]) => {
    const [was, is] = [before.get(id)?.doing, now.get(id)?.doing]
    if (was === is) return []
    const change = (doing: Doing | undefined, state: 'start' | 'stop') =>
      doing === 'writing' || doing === 'noting' ? [{ id, name, isInternal: doing === 'noting', state }] : []
    return [...change(was, 'stop'), ...change(is, 'start')]
  })
}
