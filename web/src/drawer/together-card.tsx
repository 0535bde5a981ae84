import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { DeskPanel } from '../together/together.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './requester-card.module.css'

type Props = { ticket: TicketDetail; userId: number }

/** Who follows it and what it is to other tickets; read once somebody opens it. */
export function TogetherCard({ ticket, userId }: Props) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const count = ticket.watcher_ids.length
  return (
    <section className={styles.card} aria-label={t('drawer.together')}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="people" />
        <span className={styles.who}>
          {t('drawer.together')}
          {count > 0 && ` · ${count}`}
        </span>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
      </button>
      {isOpen && (
        <Suspense>
          <DeskPanel ticket={ticket} userId={userId} />
        </Suspense>
      )}
    </section>
  )
}
