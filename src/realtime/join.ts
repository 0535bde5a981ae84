import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { isOfTheTeam } from '#src/auth/access.ts'
import { DomainError } from '#src/errors.ts'
import type { DealId, TicketId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { findTicket, findTicketByDeal } from '#src/tickets/queries.ts'
import { readTicket } from '#src/tickets/read-ticket.ts'
import { type EnterNeeds, enter, leave } from './enter.ts'
import type { Answer, Entered, Joined } from './events.ts'
import type { Presence } from './presence.ts'
import type { RoomSocket } from './room-socket.ts'
import { agentsRoom, DASHBOARD, roomOfDashboard, roomsOfTicket, ticketRoom, userRoom } from './rooms.ts'
import { Refusal, takeTurns } from './take-turns.ts'

export type JoinNeeds = EnterNeeds & Pick<Ports, 'files'> & { presence: Presence }

const MOST_TICKETS = 100
const Id = z.int().min(1).max(2_147_483_647)
const Seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
export const WhichTicket = z.union([
  z.object({ deal_id: Id.transform((id) => id as DealId) }),
  z.object({ ticket_id: Id.transform((id) => id as TicketId) }),
])
export type WhichTicket = z.output<typeof WhichTicket>
const MaySince = z.object({ since_seq: Seq.optional() })

/** What somebody may ask of the rooms; each is answered, and done one after the other. */
export function onJoin(needs: JoinNeeds, socket: RoomSocket): void {
  const turns = takeTurns(needs, socket)
  const joinTicket = turns(WhichTicket.and(MaySince), (which, answer: Answer<Joined>) =>
    enterTicket(needs, socket, which, answer),
  )
  socket.on('join_deal', joinTicket)
  socket.on('join_ticket', joinTicket)
  const leaveTicket = turns(WhichTicket, async (which, answer: Answer<object>) => {
    const id = 'ticket_id' in which ? which.ticket_id : socket.data.tickets.get(which.deal_id)
    if (id !== undefined) leaveRoomsOf(socket, id)
    answer({ ok: true })
  })
  socket.on('leave_deal', leaveTicket)
  socket.on('leave_ticket', leaveTicket)
  const joinDashboard = turns(MaySince, (since, answer: Answer<Entered>) =>
    enterDashboard(needs, socket, since, answer),
  )
  socket.on('join_dashboard', joinDashboard)
  socket.on('admin_join_ticket_monitor', joinDashboard)
  socket.on(
    'sync',
    turns(z.object({ since_seq: Seq }), (since, answer: Answer<Entered>) =>
      catchUp(needs, socket, since, answer),
    ),
  )
}

async function enterTicket(
  needs: JoinNeeds,
  socket: RoomSocket,
  { since_seq, ...which }: WhichTicket & { since_seq?: number | undefined },
  answer: Answer<Joined>,
): Promise<void> {
  const { db, presence } = needs
  const { caller, tickets, locale } = socket.data
  const found =
    'deal_id' in which ? await findTicketByDeal(db, which.deal_id) : await findTicket(db, which.ticket_id)
  const rooms = roomsOfTicket(caller, found)
  if (!found) return
  if (!socket.rooms.has(ticketRoom(found.id)) && ticketsIn(socket) >= MOST_TICKETS)
    throw new Refusal('too-many-rooms')
  await enter(needs, socket, {
    rooms,
    since: since_seq ?? null,
    only: sql`event.ticket_id = ${found.id}`,
    async look(tx, caller, isGap) {
      const ticket = await findTicket(tx, found.id)
      const allowed = roomsOfTicket(caller, ticket)
      // Who they are has changed since they were let in, and is being noticed.
      if (!rooms.every((room) => allowed.includes(room))) throw new DomainError('forbidden')
      return {
        ticket,
        snapshot: isGap ? null : await readTicket({ ...needs, db: tx }, caller, found.id, locale),
      }
    },
    answer(entered, { ticket, snapshot }) {
      const deal_id = ticket?.dealId ?? null
      if (deal_id !== null) tickets.set(deal_id, found.id)
      const people = presence.people(found.id, deal_id, isOfTheTeam(caller))
      answer({ ok: true, ...entered, id: found.id, deal_id, ...people, ...(snapshot && { snapshot }) })
    },
  })
}

const ticketsIn = ({ rooms }: RoomSocket) => [...rooms].filter((room) => /^ticket:\d+$/.test(room)).length

function leaveRoomsOf(socket: RoomSocket, id: TicketId): void {
  leave(socket, ticketRoom(id))
  leave(socket, agentsRoom(id))
}

const enterDashboard = (
  needs: JoinNeeds,
  socket: RoomSocket,
  { since_seq }: { since_seq?: number | undefined },
  answer: Answer<Entered>,
) =>
  enter(needs, socket, {
    rooms: [roomOfDashboard(socket.data.caller)],
    since: since_seq ?? null,
    look: async (_tx, caller) => void roomOfDashboard(caller),
    answer: (entered) => answer({ ok: true, ...entered }),
  })

/** What is theirs alone needs no asking. */
export const enterOwnRoom = (needs: JoinNeeds, socket: RoomSocket, since: number | null) =>
  enter(needs, socket, {
    rooms: [userRoom(socket.data.caller.userId)],
    since,
    only: ownNews(socket.data.caller.userId),
    look: async () => undefined,
    answer: () => undefined,
  })

/** All rooms that they are in; what they have been told already is not told again. */
async function catchUp(
  needs: JoinNeeds,
  socket: RoomSocket,
  { since_seq }: { since_seq: number },
  answer: Answer<Entered>,
): Promise<void> {
  const { caller, since } = socket.data
  const rooms = [...since.keys()]
  const ids = rooms.flatMap((room) => /^ticket:(\d+)$/.exec(room)?.[1] ?? []).map(Number)
  const isEverything = rooms.includes(DASHBOARD)
  const ofTickets = sql`event.ticket_id = any(${`{${ids.join()}}`}::int[])`
  await enter(needs, socket, {
    rooms,
    since: since_seq,
    ...(!isEverything && { only: sql`(${ofTickets} or ${ownNews(caller.userId)})` }),
    look: async () => undefined,
    answer: (entered) => answer({ ok: true, ...entered }),
  })
}

/** What may have been said in the room of a person, and more: which it was, its messages say. */
const ownNews = (id: UserId): SQL =>
  sql`(deal.user_id = ${id} or ${id} = any(deal.watcher_ids) or deal.responsible_id = ${id} or event.actor_id = ${id}
    or coalesce(event.data->'assignee'->>'id', event.data->>'user_id') = ${String(id)}
    or event.data->'removed' @> ${String(id)}::text::jsonb
    or event.data->'user_ids' @> ${String(id)}::text::jsonb)`
