import { useTranslation } from 'react-i18next'
import styles from './priority-mark.module.css'
import type { Ticket } from './ticket-api.ts'

/** Silent: the word stands beside it anyway. */
type Props = { priority: Ticket['priority']; withWord?: boolean; isSilent?: boolean }

/** A shape for eyes, the word for readers and whoever points at it. */
export function PriorityMark({ priority, withWord = false, isSilent = false }: Props) {
  const { t } = useTranslation()
  const word = t(`tickets.priority.${priority}`)
  return (
    <span className={styles.mark} title={withWord || isSilent ? undefined : word}>
      <svg
        viewBox="0 0 12 12"
        width="0.75rem"
        height="0.75rem"
        className={styles[priority]}
        aria-hidden="true"
      >
        {SHAPES[priority]}
      </svg>
      {!isSilent && <span className={withWord ? undefined : 'visually-hidden'}>{word}</span>}
    </span>
  )
}

const SHAPES: Record<Ticket['priority'], React.ReactNode> = {
  urgent: <path d="M6 0 11 5.5H1ZM6 6 11 11.5H1Z" />,
  high: <path d="M6 2 11.5 10.5H.5Z" />,
  medium: <circle cx="6" cy="6" r="3.5" />,
  low: <path d="M6 10 1 2.5H11Z" />,
}
