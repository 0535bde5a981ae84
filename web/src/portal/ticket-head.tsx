import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { CloseSheet } from './close-sheet.tsx'
import { PromiseLine } from './promise-line.tsx'
import { StatusSteps } from './status-steps.tsx'
import styles from './ticket-page.module.css'

/** `isOwn`: how it went is for the one who asked to say, and when it is over. */
export function TicketHead({ ticket, isOwn }: { ticket: TicketDetail; isOwn: boolean }) {
  const { t } = useTranslation()
  const [isClosing, setIsClosing] = useState(false)
  const { assignee, created_at, deal_id, rated_at, related, status, ticket_number, title } = ticket
  const isOver = status === 'closed'
  const isRatable = (isOver || status === 'resolved') && rated_at === null && ticket.merged_into_id === null
  return (
    <div className={styles.head}>
      <PageHeading title={title}>
        <span dir="auto">{title}</span>
      </PageHeading>
      <p className={styles.about}>
        {ticket_number}
        {deal_id !== null && ` · ${t('portal.number', { number: deal_id })}`}
        {' · '}
        <span>
          {t('portal.ticket.openedAt', { when: '' }).trim()} <Moment at={created_at} />
        </span>
        {assignee?.name && ` · ${t('portal.ticket.with', { name: assignee.name })}`}
      </p>
      {related?.type === 'follow_up' && (
        <p className={styles.about}>
          <Link to="/chamados/$ticketId" params={{ ticketId: related.id }}>
            {t('portal.ticket.follows')}
          </Link>
        </p>
      )}
      <p className={styles.about}>
        <PromiseLine ticket={ticket} />
      </p>
      <StatusSteps status={status} isOwn={isOwn} />
      {isOwn && (
        <div className={styles.actions}>
          {!isOver && <Button onClick={() => setIsClosing(true)}>{t('portal.ticket.close')}</Button>}
          {isOver && isRatable && (
            <Button onClick={() => setIsClosing(true)}>{t('portal.ticket.rate')}</Button>
          )}
        </div>
      )}
      <CloseSheet ticket={ticket} isOpen={isClosing} onClose={() => setIsClosing(false)} />
    </div>
  )
}
