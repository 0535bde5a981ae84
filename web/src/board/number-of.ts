import type { BoardTicket } from './board-ticket-type.ts'

/** As people say it: the CRM's number, and ours until there is one. */
export const numberOf = ({ deal_id, ticket_number }: Pick<BoardTicket, 'deal_id' | 'ticket_number'>) =>
  deal_id === null ? ticket_number : `#${deal_id}`
