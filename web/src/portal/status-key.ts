import type { Ticket } from '../tickets/ticket-api.ts'

/** What a status is called for whoever asked, and for whoever only follows: it is not them it waits for. */
export const statusKey = (status: Ticket['status'], isOwn: boolean) =>
  status === 'waiting_for_user' && !isOwn
    ? ('tickets.status.waiting_for_user' as const)
    : (`portal.status.${status}` as const)
