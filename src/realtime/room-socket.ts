import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { Caller } from '#src/auth/access.ts'
import type { DealId, TicketId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { ClientToServer, ServerToClient } from './events.ts'

/** What is remembered of a socket for as long as it lives. */
export type Remembered = {
  caller: Caller
  /** As others see it. */
  name: string
  locale: Locale
  /** Of each room that it is in: it was told everything that came after this. */
  since: Map<string, number>
  /** Rooms that it may be in no more, and by which event: see lose() in enter.ts. */
  lost: Map<string, number>
  /** Tickets that it looks at, by the CRM's numbers as it named them. */
  tickets: Map<DealId, TicketId>
  /** Entering and leaving are done one after the other. */
  turn: Promise<unknown>
}

export type RoomServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Remembered>
export type RoomSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Remembered>
