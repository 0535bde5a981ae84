import { authorizePerson, authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { DealId, UserId } from '#src/ids.ts'
import { markRead } from '#src/tickets/mark-read.ts'
import { findTicketByDeal, type TicketRow } from '#src/tickets/queries.ts'
import type { Card } from './card.ts'
import { type CardPorts, showCards } from './show-cards.ts'

const MOST_ACTIVITIES = 500

/**
 * One ticket. Whoever filed it, or works on it, has read it with that (T-20); for others of the team it stays as it is, and so it
 * does where nothing is shown of it (HEAD).
 */
export async function openCard(
  ports: CardPorts,
  caller: Caller,
  dealId: DealId,
  userId: UserId,
  { isShown }: { isShown: boolean },
): Promise<Card[]> {
  authorizePerson(caller, userId)
  const ticket = authorizeTicket(caller, 'ticket:read', await findTicketByDeal(ports.db, dealId))
  const row = isShown && isUnreadBy(caller, ticket) ? await read(ports, caller, ticket) : ticket
  return showCards(ports, caller, [row], MOST_ACTIVITIES)
}

function isUnreadBy(caller: Caller, { userId, responsibleId, isUnread, isUnreadByTeam }: TicketRow): boolean {
  if (userId === caller.userId) return isUnread
  return responsibleId === caller.userId && isOfTheTeam(caller) && isUnreadByTeam
}

async function read(ports: CardPorts, caller: Caller, ticket: TicketRow): Promise<TicketRow> {
  await markRead(ports, caller, ticket.id)
  const isOwn = ticket.userId === caller.userId
  return { ...ticket, ...(isOwn ? { isUnread: false } : { isUnreadByTeam: false }) }
}
