import { type ChangedTicket, type TicketChange, ticketApi } from '../tickets/ticket-api.ts'
import type { BoardTicket } from './board-ticket-type.ts'

/** What is over is opened again first, which is a step of its own. */
export async function sendMove(ticket: BoardTicket, change: TicketChange): Promise<ChangedTicket> {
  const isReopened = ticket.status === 'closed' && change.stage_id !== undefined
  if (!isReopened) return ticketApi.change(ticket.id, ticket.version, change)
  const open = await ticketApi.reopen(ticket.id)
  // The gateway answers a reopening as it answers every change.
  const answer = { pending_changes: [], ...open } as ChangedTicket
  if (answer.pending_changes.length > 0 || answer.stage_id === change.stage_id) return answer
  return ticketApi.change(ticket.id, answer.version, change)
}
