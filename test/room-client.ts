import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { expect } from 'vitest'
import type {
  ClientToServer,
  EventName,
  Payloads,
  ServerToClient,
  SmallPayloads,
} from '#src/realtime/events.ts'
import type { Client } from './client.ts'

type All = Payloads & SmallPayloads
type Heard = Payloads[EventName]
type Small = SmallPayloads[keyof SmallPayloads]

/** Somebody who listens in rooms. What was said is kept in its order. */
export type Listener = AsyncDisposable & {
  socket: Socket<ServerToClient, ClientToServer>
  heard: Heard[]
  /** Typing and presence, which have no number. */
  small: Small[]
  /** Joins, or fails the test. */
  joinDeal(deal_id: number, since_seq?: number): Promise<Joined>
  joinDashboard(since_seq?: number): Promise<Entered>
  /** What the server answers to anything that a client may ask. */
  ask(event: keyof ClientToServer, asked?: object): Promise<Reply>
  /** The first of this name that is so, waited for if it was not said yet. */
  hears<Name extends keyof All>(event: Name, is?: (payload: All[Name]) => boolean): Promise<All[Name]>
}
export type Reply = { ok: boolean; code?: string } & Record<string, unknown>
/** `heardBefore`: so much was heard when the answer came. */
type Entered = { ok: true; seq: number; resync?: true; heardBefore: number }
type Joined = Entered & { id: number; deal_id: number | null; snapshot?: Record<string, unknown> }

const PATIENCE_MS = 60_000

/** By the cookies of somebody who has signed in; resolves once they hear what is told to them alone. */
export async function listen(
  client: Pick<Client, 'base' | 'cookies'>,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Promise<Listener> {
  const socket: Listener['socket'] = io(client.base, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token: client.cookies.get('access_token') },
    ...options,
  })
  const heard: Heard[] = []
  const small: Small[] = []
  socket.onAny((_event: string, payload: Heard | Small) => {
    if ('seq' in payload) heard.push(payload)
    else small.push(payload)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  // The names and shapes that may be asked are checked by whoever asks; here they are all the same.
  const emit = socket.emit.bind(socket) as (
    event: string,
    asked: object,
    answered: (reply: Reply) => void,
  ) => void
  let heardBefore = 0
  const ask: Listener['ask'] = (event, asked = {}) =>
    new Promise((resolve, reject) => {
      const lost = (why: string) => reject(new Error(`no answer to ${event}: ${why}`))
      socket.once('disconnect', lost)
      emit(event, asked, (reply) => {
        socket.off('disconnect', lost)
        // What is heard right behind the answer is heard before whoever asked goes on.
        heardBefore = heard.length
        resolve(reply)
      })
    })
  const enter = async (event: keyof ClientToServer, asked: object) => {
    const answer = await ask(event, asked)
    expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true })
    return { ...(answer as unknown as Joined), heardBefore }
  }
  // Answered in turn, behind what they enter unasked.
  await ask('leave_ticket', { ticket_id: 1 })
  const sinceOf = (since_seq: number | undefined) => (since_seq === undefined ? {} : { since_seq })
  return {
    socket,
    heard,
    small,
    ask,
    joinDeal: (deal_id, since_seq) => enter('join_deal', { deal_id, ...sinceOf(since_seq) }),
    joinDashboard: (since_seq) => enter('join_dashboard', sinceOf(since_seq)),
    async hears(event, is = () => true) {
      // Each payload says its own name.
      const isIt = (one: Heard | Small) => one.event === event && is(one as never)
      await expect
        .poll(() => [...heard, ...small].some(isIt), { timeout: PATIENCE_MS, message: `hears ${event}` })
        .toBe(true)
      return [...heard, ...small].find(isIt) as never
    },
    async [Symbol.asyncDispose]() {
      socket.disconnect()
    },
  }
}
