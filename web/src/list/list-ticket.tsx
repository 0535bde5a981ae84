import { useNavigate, useParams } from '@tanstack/react-router'
import { TicketDrawer } from '../drawer/ticket-drawer.tsx'

/** A ticket over the list; closing it gives the focus back to its row. */
export function ListTicket() {
  const navigate = useNavigate()
  const id = Number(useParams({ from: '/signed-in/team/list/lista/$ticketId' }).ticketId)
  return (
    <TicketDrawer
      key={id}
      id={id}
      onClose={() => void navigate({ to: '/lista', search: (search) => search })}
      returnTo={() => document.querySelector<HTMLElement>(`[data-row="${id}"]`)}
    />
  )
}
