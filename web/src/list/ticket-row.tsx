import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { PriorityMark } from '../tickets/priority-mark.tsx'
import { SlaChip } from '../tickets/sla-chip.tsx'
import { StatusWord } from '../tickets/status-word.tsx'
import type { Ticket } from '../tickets/ticket-api.ts'
import { Moment } from '../ui/moment.tsx'
import styles from './ticket-table.module.css'

type Props = {
  ticket: Ticket
  index: number
  isOpen: boolean
  isSelected: boolean
  start: number
  measure: (row: Element | null) => void
  onSelect: (id: number, upTo?: boolean) => void
}

/** One ticket; the link of its title covers the whole row. */
export const TicketRow = memo(function TicketRow(props: Props) {
  const { ticket, index, start, measure, isOpen, isSelected, onSelect } = props
  const { t } = useTranslation()
  const { id, deal_id, ticket_number, title, requester, assignee, department } = ticket
  const number = deal_id === null ? ticket_number : `#${deal_id}`
  // Where there is no room for all of it, its end tells most.
  const short = deal_id === null ? `TKT…${ticket_number.slice(-5)}` : number
  return (
    <tr
      ref={measure}
      data-index={index}
      style={{ transform: `translateY(${start}px)` }}
      className={styles.row}
      aria-rowindex={index + 2}
      data-open={isOpen || undefined}
      data-selected={isSelected || undefined}
      data-unread={ticket.is_unread || undefined}
    >
      <td className={styles.select}>
        <input
          type="checkbox"
          checked={isSelected}
          aria-label={t('list.select', { number })}
          onChange={(event) => onSelect(id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </td>
      <td className={styles.number} title={ticket_number}>
        {short}
      </td>
      <td className={styles.priority}>
        <PriorityMark priority={ticket.priority} />
      </td>
      <td className={styles.title}>
        <Link
          to="/lista/$ticketId"
          params={{ ticketId: String(id) }}
          search={(search) => search}
          className={styles.link}
          dir="auto"
          data-row={id}
          aria-current={isOpen ? 'true' : undefined}
          title={title}
        >
          {title}
          {ticket.is_unread && <span className="visually-hidden"> ({t('list.unread')})</span>}
        </Link>
      </td>
      <td className={styles.status}>
        <StatusWord status={ticket.status} />
      </td>
      <td className={styles.requester} dir="auto">
        {[requester.name, requester.filial].filter(Boolean).join(' · ')}
      </td>
      <td className={styles.department}>{department}</td>
      <td className={styles.assignee} data-nobody={!assignee?.name || undefined}>
        <bdi>{assignee?.name ?? t('list.nobody')}</bdi>
      </td>
      <td className={styles.sla}>
        <SlaChip ticket={ticket} />
      </td>
      <td className={styles.updated}>
        <Moment at={ticket.updated_at} />
      </td>
    </tr>
  )
})
