import { authorize, authorizeTicket, type Caller, isOfTheTeam, type Owned } from '#src/auth/access.ts'
import type { TicketId, UserId } from '#src/ids.ts'

/**
 * Rooms are keyed by our number, which a ticket has from the first moment on; people speak of `deal:{deal_id}`, which may come
 * later and leads to the same room.
 */
export const ticketRoom = (id: TicketId) => `ticket:${id}`
/** For notes. */
export const agentsRoom = (id: TicketId) => `ticket:${id}:agents`
export const DASHBOARD = 'dashboard'
/** All sessions of a person; what is told here is for that person to know, whoever else knows it. */
export const userRoom = (id: UserId) => `user:${id}`

/** The rooms of a ticket that somebody may enter; throws where there is none. */
export function roomsOfTicket(
  caller: Caller,
  ticket: (Owned & { id: TicketId }) | null | undefined,
): string[] {
  const { id } = authorizeTicket(caller, 'ticket:read', ticket)
  return isOfTheTeam(caller) ? [ticketRoom(id), agentsRoom(id)] : [ticketRoom(id)]
}

export function roomOfDashboard(caller: Caller): string {
  authorize(caller, 'dashboard:watch')
  return DASHBOARD
}
