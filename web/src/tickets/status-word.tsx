import { useTranslation } from 'react-i18next'
import styles from './status-word.module.css'
import type { Ticket } from './ticket-api.ts'

/** A word first, then a colour. */
export function StatusWord({ status }: { status: Ticket['status'] }) {
  const { t } = useTranslation()
  return (
    <span className={styles.status}>
      <span className={styles[status]} aria-hidden="true" />
      {t(`tickets.status.${status}`)}
    </span>
  )
}
