import { Link } from '@tanstack/react-router'

/** To the ticket, where there is one. */
export const TicketLink = ({ id, number }: { id: number | null; number: string | null }) =>
  id === null ? (
    '–'
  ) : (
    <Link to="/lista/$ticketId" params={{ ticketId: String(id) }}>
      {number ?? `#${id}`}
    </Link>
  )
