import { useNavigate, useParams } from '@tanstack/react-router'
import { TicketDrawer } from '../drawer/ticket-drawer.tsx'
import { findCard } from './find-card.ts'

/** A ticket over the board; closing it gives the focus back to its card. */
export function BoardTicket() {
  const navigate = useNavigate()
  const id = Number(useParams({ from: '/signed-in/team/board/quadro/$ticketId' }).ticketId)
  return (
    <TicketDrawer
      key={id}
      id={id}
      onClose={() => void navigate({ to: '/quadro', search: (search) => search })}
      returnTo={() => findCard(id) ?? document.querySelector<HTMLElement>('main h1')}
    />
  )
}
