import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { DomainError } from '#src/errors.ts'
import type { TicketId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { changeOwn } from './change-own.ts'
import { type Changed, type ChangePorts, type Rules, seeThrough } from './change-ticket.ts'
import { columnsOfMove } from './move.ts'
import { findTicket, type TicketRow } from './queries.ts'
import { columnsOfRating } from './rating.ts'
import { FAILED } from './stages.ts'

export const CLOSE_REASONS = ['solved', FAILED] as const
type Closing = {
  rating?: number | undefined
  comment?: string | undefined
  reason?: (typeof CLOSE_REASONS)[number] | undefined
}

/**
 * By whoever asked for help it is so at once, with what they say of it; for the team the CRM is asked first. What is closed
 * already stays so.
 */
export async function closeTicket(
  ports: ChangePorts,
  rules: Rules,
  caller: Caller,
  { ticketId, ...closing }: Closing & { ticketId: TicketId },
  visit: Visit,
): Promise<Changed> {
  const row = authorizeTicket(caller, 'ticket:close', await findTicket(ports.db, ticketId))
  if (row.userId === caller.userId) {
    const after = await closeOwn(ports, caller, { ticketId, ...closing }, visit)
    return { row: after, isChanged: after.version !== row.version, isPending: false }
  }
  const { rating, comment, reason } = closing
  // How it went is for the one who asked to say.
  if (rating !== undefined) throw new DomainError('forbidden')
  const isFailed = reason === FAILED
  if (row.status === 'closed') {
    refuseOtherReason(row, reason)
    if (!comment) return { row, isChanged: false, isPending: false }
  }
  const change = {
    status: 'closed' as const,
    ...(isFailed && { closeReason: FAILED }),
    ...(comment && { resolutionNotes: comment }),
  }
  return seeThrough(ports, rules, { caller, ticketId, changeOf: () => change, match: null, visit })
}

const closeOwn = (
  ports: ChangePorts,
  caller: Caller,
  { ticketId, rating, comment, reason }: Closing & { ticketId: TicketId },
  visit: Visit,
): Promise<TicketRow> =>
  changeOwn(
    ports,
    { caller, ticketId, action: 'ticket:close', name: 'ticket-closed', visit },
    (before, { place, now }) => {
      const isFailed = reason === FAILED
      if (isFailed && !isOfTheTeam(caller)) throw new DomainError('forbidden')
      if (before.status === 'closed') refuseOtherReason(before, reason)
      return {
        ...columnsOfMove(place, before, 'closed', now, isFailed ? FAILED : undefined),
        ...columnsOfRating(before, { rating, feedback: comment }, now),
      }
    },
  )

function refuseOtherReason({ closeReason }: TicketRow, reason: Closing['reason']): void {
  if (reason === undefined || (reason === FAILED) === (closeReason === FAILED)) return
  throw new DomainError('invalid-transition', { from: 'closed', to: 'closed' })
}
