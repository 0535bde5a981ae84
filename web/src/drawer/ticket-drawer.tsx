import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../live/use-room.ts'
import { ticketQuery } from '../tickets/ticket-queries.ts'
import { Drawer } from '../ui/drawer.tsx'

type Props = {
  id: number
  onClose: () => void
  /** Where the focus goes when it closes. */
  returnTo?: () => HTMLElement | null
}

/** A ticket over the board or the list, which stay in use beside it. */
export function TicketDrawer({ id, onClose, returnTo }: Props) {
  const { t } = useTranslation()
  useRoom({ ticketId: id })
  const { data: ticket } = useQuery(ticketQuery(id))
  return (
    <Drawer
      onClose={onClose}
      label={ticket ? `#${ticket.deal_id ?? ticket.ticket_number} ${ticket.title}` : t('drawer.title')}
      {...(returnTo && { finalFocus: returnTo })}
    >
      {ticket?.title}
    </Drawer>
  )
}
