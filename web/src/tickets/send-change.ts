import { type ChangedTicket, type Ticket, type TicketChange, ticketApi } from './ticket-api.ts'

type Seen = Pick<Ticket, 'id' | 'version' | 'status'>

/** What is over is opened again first, which is a step of its own. */
export async function sendChange(seen: Seen, change: TicketChange): Promise<ChangedTicket> {
  if (!opensAgain(seen, change)) return ticketApi.change(seen.id, seen.version, change)
  const open = await ticketApi.reopen(seen.id)
  // The gateway answers a reopening as it answers every change.
  const answer = { pending_changes: [], ...open } as ChangedTicket
  const { status: _, stage_id, ...more } = change
  const rest = { ...more, ...(stage_id !== undefined && stage_id !== answer.stage_id && { stage_id }) }
  if (answer.pending_changes.length > 0 || Object.keys(rest).length === 0) return answer
  return ticketApi.change(seen.id, answer.version, rest)
}

export const opensAgain = (
  { status }: Pick<Ticket, 'status'>,
  { stage_id, status: wanted }: TicketChange,
): boolean => status === 'closed' && (stage_id !== undefined || (wanted !== undefined && wanted !== 'closed'))
