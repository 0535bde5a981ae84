import { and, eq, ne, type SQL } from 'drizzle-orm'
import { authorizePerson, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'
import { countTickets, findTickets } from '#src/tickets/find-tickets.ts'
import { orderOf, type Position } from '#src/tickets/ticket-order.ts'
import { isStillWorkedOn, visibleTo } from '#src/tickets/visible.ts'
import type { Card } from './card.ts'
import { type CardPorts, showCards } from './show-cards.ts'

/** Of each ticket in a list the newest so many; one that is opened shows more. */
const MOST_ACTIVITIES = 50

type Place = { limit: number; cursor?: Position | undefined }
export type CardList = { cards: Card[]; total: number | undefined; nextCursor: Position | null }

/** Those that a person filed. */
export const listCardsOf = (ports: CardPorts, caller: Caller, userId: UserId, place: Place) =>
  listCards(ports, caller, eq(deals.userId, authorizePerson(caller, userId)), place, userId)

/** Of those the ones that are not closed: as `opened` says (20.11). */
export const listOpenCardsOf = (ports: CardPorts, caller: Caller, userId: UserId, place: Place) =>
  listCards(
    ports,
    caller,
    and(eq(deals.userId, authorizePerson(caller, userId)), ne(deals.status, 'closed'), isStillWorkedOn),
    place,
    userId,
  )

/** Those that a person works on (Q5). */
export const listCardsInHandsOf = (ports: CardPorts, caller: Caller, userId: UserId, place: Place) =>
  listCards(ports, caller, eq(deals.responsibleId, authorizePerson(caller, userId)), place)

/** All for the team; everybody else gets their own, so that the portal's board does not break for them (Q4). */
export const listBoard = (ports: CardPorts, caller: Caller, place: Place) =>
  listCards(
    ports,
    caller,
    and(isStillWorkedOn, isOfTheTeam(caller) ? undefined : eq(deals.userId, caller.userId)),
    place,
  )

async function listCards(
  ports: CardPorts,
  caller: Caller,
  which: SQL | undefined,
  { limit, cursor }: Place,
  whose?: UserId,
): Promise<CardList> {
  const wanted = and(visibleTo(caller, whose), which)
  const [{ found, nextCursor }, total] = await Promise.all([
    findTickets(ports.db, wanted, orderOf('created'), { limit, skip: 0, cursor }),
    countTickets(ports.db, wanted),
  ])
  const rows = found.map(({ row }) => row)
  return { cards: await showCards(ports, caller, rows, MOST_ACTIVITIES), total, nextCursor }
}
