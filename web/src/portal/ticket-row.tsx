import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import type { Ticket } from '../tickets/ticket-api.ts'
import { Moment } from '../ui/moment.tsx'
import styles from './portal.module.css'
import { promiseOf } from './promise.ts'
import { PromiseLine } from './promise-line.tsx'
import { statusKey } from './status-key.ts'

/** One ticket among one's own, or of somebody else who is named then. */
export function TicketRow({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const userId = useUser()?.id
  const { assignee, crm_status, id, is_unread, requester, status, ticket_number, title, updated_at } = ticket
  const isOwn = requester.id === userId
  const hasPromise = promiseOf(ticket) !== null || crm_status !== 'synced'
  return (
    <li className={styles.row}>
      <Link to="/chamados/$ticketId" params={{ ticketId: String(id) }} className={styles.link}>
        <span className={is_unread ? styles.dot : styles.noDot} />
        <span className={is_unread ? styles.newTitle : styles.title} dir="auto">
          {title}
          {is_unread && <span className="visually-hidden"> ({t('portal.unread')})</span>}
        </span>
        <span className={isOwn && status === 'waiting_for_user' ? styles.yours : styles.status}>
          {t(statusKey(status, isOwn))}
        </span>
        <span className={styles.about}>
          {!isOwn && requester.name && (
            <>
              <bdi>{requester.name}</bdi>
              {' · '}
            </>
          )}
          {ticket_number}
          {assignee?.name && (
            <>
              {' · '}
              <bdi>{assignee.name}</bdi>
            </>
          )}
        </span>
        <span className={styles.promise}>
          {hasPromise ? <PromiseLine ticket={ticket} /> : <Moment at={updated_at} />}
        </span>
      </Link>
    </li>
  )
}
