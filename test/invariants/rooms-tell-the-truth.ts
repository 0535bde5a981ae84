import { io } from 'socket.io-client'
import type { Gateway } from './gateway-view.ts'

/** What a ticket's room was told last, by field, beside what the gateway says of the ticket. */
export type ToldTicket = {
  ticketNumber: string
  told: Readonly<Record<string, unknown>>
  there: Readonly<Record<string, unknown>>
}

/** Of what is told, the fields that the ticket has under the same name. */
const FIELDS = ['title', 'status', 'priority', 'stage_id', 'date_deadline', 'tags', 'rating', 'version']
/** So many tickets may somebody be in at a time; the newest are those of which something is still told. */
const MOST = 100

export const roomsTellTheTruth = (tickets: readonly ToldTicket[]): string[] =>
  tickets.flatMap(({ ticketNumber, told, there }) =>
    FIELDS.filter((name) => name in told && JSON.stringify(told[name]) !== JSON.stringify(there[name])).map(
      (name) =>
        `${ticketNumber}: the room was last told ${name} ${JSON.stringify(told[name])}, and it is ${JSON.stringify(there[name])}`,
    ),
  )

/** Enters the room of each as somebody who was there from the start, and is told all that was said since. */
export async function readRooms(gateway: Gateway, ticketIds: readonly number[]): Promise<ToldTicket[]> {
  const socket = io(gateway.url, {
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { cookie: gateway.cookie },
  })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    const told = new Map<number, Record<string, unknown>>()
    socket.on('deal_updated', ({ id, changes, version }: Told) => {
      told.set(id, { ...told.get(id), ...changes, ...(version !== undefined && { version }) })
    })
    const read: ToldTicket[] = []
    for (const id of ticketIds.slice(-MOST)) {
      const asked = { ticket_id: id }
      const entered: Entered = await socket.emitWithAck('join_ticket', { ...asked, since_seq: 0 })
      if (!entered.ok) throw new Error(`ticket ${id}: ${entered.code}`)
      const there = (await gateway.get(`/api/v1/tickets/${id}`)) as Record<string, unknown>
      // Where too much was said, the snapshot is what the room tells first.
      const all = { ...(entered.snapshot ?? {}), ...told.get(id) }
      read.push({ ticketNumber: String(there.ticket_number), told: all, there })
      await socket.emitWithAck('leave_ticket', asked)
    }
    return read
  } finally {
    socket.disconnect()
  }
}

type Told = { id: number; changes: Record<string, unknown>; version?: number }
type Entered = { ok: true; snapshot?: Record<string, unknown> } | { ok: false; code: string }
