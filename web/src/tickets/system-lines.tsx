import { useTranslation } from 'react-i18next'
import { Moment } from '../ui/moment.tsx'
import type { Message } from './ticket-api.ts'
import styles from './timeline.module.css'

/** Noted by nobody: one line, which opens. */
export function SystemLines({ lines }: { lines: readonly Message[] }) {
  const { t } = useTranslation()
  return (
    <li className={styles.steps}>
      <details>
        <summary>{t('tickets.talk.steps', { count: lines.length })}</summary>
        <ul>
          {lines.map(({ id, message, created_at }) => (
            <li key={id}>
              <bdi>{message}</bdi> · <Moment at={created_at} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}
