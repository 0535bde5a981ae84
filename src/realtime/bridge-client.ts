import type { WebSocket } from 'ws'
import { createAllowance } from './allowance.ts'
import type { BridgeConnection } from './bridge-connection.ts'
import { type Frame, isOfDeal } from './bridge-frame.ts'
import type { BridgePath } from './bridge-path.ts'
import type { RoomServer } from './room-socket.ts'

/** Why it was closed, as browsers can read it; 1012 and 1013 mean: come again. */
const CLOSED = { signedOut: 4401, forbidden: 4403, tooMuch: 4429, comeAgain: 1012, tryLater: 1013 }
const CLOSED_BY_CODE: Readonly<Record<string, number>> = {
  'not-signed-in': CLOSED.signedOut,
  'token-not-valid': CLOSED.signedOut,
  'token-expired': CLOSED.signedOut,
  'session-ended': CLOSED.signedOut,
  forbidden: CLOSED.forbidden,
  'too-many-connections': CLOSED.tooMuch,
}
const ALLOWANCE = { atOnce: 60, aSecond: 2 }
const PONG = '{"type":"pong"}'

type Answer = { ok: boolean; code?: string; seq?: number; resync?: true }

/**
 * Asks for what the address stands for, as a client of Socket.IO would, one question after the other. Returns what to do with each
 * packet that Socket.IO says.
 */
export function bridgeClient(
  io: RoomServer,
  frames: (packet: string) => Frame | null,
  connection: BridgeConnection,
  { path, token }: { path: BridgePath; token: string },
): (packet: string) => void {
  let answered: ((answer: Answer) => void) | null = null
  const ask = (event: string, asked: object, then: (answer: Answer) => void) => {
    answered = then
    connection.ask(`20${JSON.stringify([event, asked])}`)
  }
  const end = (code: number) => {
    connection.closeCode = code
    connection.close()
  }
  const refuse = (code = '') => end(CLOSED_BY_CODE[code] ?? CLOSED.tryLater)
  const since = path.since === null ? {} : { since_seq: path.since }
  const entered = ({ ok, code, seq, resync }: Answer) => {
    if (!ok) return refuse(code)
    if (path.since !== null) connection.send(JSON.stringify({ event: resync ? 'resync' : 'synced', seq }))
  }

  function begin(socketId: string): void {
    const caller = io.sockets.sockets.get(socketId)?.data.caller
    if (path.kind === 'notifications') enterDashboard()
    else if (caller?.userId !== path.userId) end(CLOSED.forbidden)
    else ask('join_deal', { deal_id: path.dealId, ...since }, entered)
  }
  function enterDashboard(): void {
    ask('join_dashboard', {}, ({ ok, code }) => {
      // Requesters have their own room, which needs no asking.
      if (!ok && code !== 'forbidden') refuse(code)
      else if (path.since !== null) ask('sync', since, entered)
    })
  }

  hearPings(connection.transport.socket, {
    pong: () => connection.send(PONG),
    tooMuch: () => end(CLOSED.tooMuch),
  })
  // Once Socket.IO listens; and what it says first, it says before it listens for more.
  setImmediate(() => connection.ask(`0${JSON.stringify({ token })}`))
  return (packet) => {
    const frame = packet.startsWith('2') ? frames(packet) : null
    if (frame) {
      if (path.kind === 'notifications' || isOfDeal(frame, path.dealId)) connection.send(frame.json)
    } else if (packet.startsWith('0')) setImmediate(begin, socketIdOf(packet))
    else if (packet.startsWith('3')) answered?.(answerOf(packet))
    else if (packet.startsWith('4')) refuse(refusalOf(packet))
    // Closed by Socket.IO right after.
    else if (packet.startsWith('1')) connection.closeCode = CLOSED.signedOut
  }
}

function hearPings(socket: WebSocket, { pong, tooMuch }: { pong(): void; tooMuch(): void }): void {
  const isAllowed = createAllowance(ALLOWANCE)
  socket.on('message', (data) => {
    if (!isAllowed()) return tooMuch()
    // Whatever else they say is said over HTTP.
    if (String(data) === 'ping') pong()
  })
}

// What Socket.IO and the rooms themselves have encoded.
const socketIdOf = (packet: string) => (JSON.parse(packet.slice(1)) as { sid: string }).sid
const answerOf = (packet: string) => (JSON.parse(packet.slice(packet.indexOf('['))) as [Answer])[0]
const refusalOf = (packet: string) => (JSON.parse(packet.slice(1)) as { data?: { code?: string } }).data?.code
