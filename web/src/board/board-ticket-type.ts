import type { ChangedTicket, Ticket } from '../tickets/ticket-api.ts'

/** As lists have it. What the gateway answers to a change has no files and notes counted. */
export type BoardTicket = Ticket &
  Partial<Pick<ChangedTicket, 'pending_changes'>> & { file_count?: number; note_count?: number }
