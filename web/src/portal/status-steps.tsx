import { useTranslation } from 'react-i18next'
import type { Ticket } from '../tickets/ticket-api.ts'
import { statusKey } from './status-key.ts'
import styles from './ticket-page.module.css'

const STEPS = ['open', 'in_progress', 'waiting_for_user', 'resolved'] as const
/** Where a ticket stands that is in none of them. */
const PLACE: Partial<Record<Ticket['status'], (typeof STEPS)[number]>> = {
  on_hold: 'in_progress',
  closed: 'resolved',
}

export function StatusSteps({ status, isOwn }: Pick<Ticket, 'status'> & { isOwn: boolean }) {
  const { t } = useTranslation()
  const place = PLACE[status] ?? status
  const now = STEPS.map(String).indexOf(place)
  return (
    <ol className={styles.steps} aria-label={t('portal.ticket.steps')}>
      {STEPS.map((step, at) => {
        const name = t(statusKey(at === now ? status : step, isOwn))
        const look = at === now ? styles.now : at < now ? styles.passed : styles.step
        return (
          <li key={step} className={look} aria-current={at === now ? 'step' : undefined}>
            {name}
          </li>
        )
      })}
    </ol>
  )
}
