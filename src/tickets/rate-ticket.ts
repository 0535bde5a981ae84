import type { Caller } from '#src/auth/access.ts'
import type { Tx } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'
import type { TicketId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { changeOwn, type OwnPorts } from './change-own.ts'
import { columnsOfMove } from './move.ts'
import type { TicketRow } from './queries.ts'
import { columnsOfRating, type Given } from './rating.ts'
import { isOver } from './status.ts'

/** By whoever asked for help, about what is over; a ticket that waited for their word is closed by it. */
export const rateTicket = (
  ports: OwnPorts,
  caller: Caller,
  ticketId: TicketId,
  given: Given,
  visit: Visit,
  /** In the same transaction. */
  also?: (tx: Tx) => Promise<void>,
): Promise<TicketRow> =>
  changeOwn(
    ports,
    { caller, ticketId, action: 'ticket:rate', name: 'ticket-rated', visit },
    (before, { place, now }) => {
      if (!isOver(before.status)) throw new DomainError('ticket-not-resolved')
      return {
        ...(before.status === 'resolved' && columnsOfMove(place, before, 'closed', now)),
        ...columnsOfRating(before, given, now),
      }
    },
    also &&
      (async (after, { tx }) => {
        await also(tx)
        return after
      }),
  )
