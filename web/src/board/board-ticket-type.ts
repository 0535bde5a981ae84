import type { Ticket } from '../tickets/ticket-api.ts'

/** As lists have it. What the gateway answers to a change has no files counted. */
export type BoardTicket = Ticket & { file_count?: number }
