import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'
import { useHalfMinutes } from '../ui/clock.ts'
import type { BoardColumn } from './board-queries.ts'
import styles from './column.module.css'

type Props = { column: BoardColumn; count: number; closedWithinDays: number }

/** What a glance should tell: how many, how many late, how long the oldest waits. */
export function ColumnHead({ column, count, closedWithinDays }: Props) {
  const { t } = useTranslation()
  const now = useHalfMinutes()
  const { name, late, at_risk, oldest_at, outcome } = column
  const isOpen = outcome === 'open'
  const oldest = oldest_at === null ? null : (now - Date.parse(oldest_at)) / 60_000
  return (
    <header className={styles.head}>
      <h2 className={styles.name}>
        <span className={styles.title}>{name}</span>
        <span className={styles.count}>{count}</span>
        {!isOpen && <span className={styles.days}>{t('board.days', { count: closedWithinDays })}</span>}
      </h2>
      <p className={styles.facts}>
        {isOpen && late > 0 && <span className={styles.late}>{t('board.late', { count: late })}</span>}
        {isOpen && at_risk > 0 && (
          <span className={styles.atRisk}>{t('board.atRisk', { count: at_risk })}</span>
        )}
        {isOpen && oldest !== null && (
          <span>{t('board.oldest', { time: describeMinutes(Math.max(1, oldest), currentLocale()) })}</span>
        )}
      </p>
    </header>
  )
}
