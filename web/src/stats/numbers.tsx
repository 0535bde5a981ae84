import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { number, percent } from '../dashboard/words.ts'
import styles from './statistics.module.css'
import type { Stats } from './stats-queries.ts'

/** What became of all of them together. */
export function Numbers({ stats }: { stats: Stats }) {
  const { t } = useTranslation()
  const { total, resolved, closed, unassigned, reopened, unread_messages, sla, csat } = stats
  const solved = resolved + closed
  const decided = sla.met + sla.breached
  return (
    <dl className={styles.numbers} aria-label={t('stats.numbers.label')}>
      <One name={t('stats.numbers.filed')} value={number(total)} />
      <One name={t('stats.numbers.solved')} value={number(solved)}>
        {t('stats.numbers.of', { share: percent(solved / total) })}
      </One>
      <One name={t('stats.numbers.unsolved')} value={number(total - solved)}>
        {t('stats.numbers.unassigned', { count: unassigned })}
      </One>
      <One name={t('stats.numbers.reopened')} value={number(reopened)} />
      <One name={t('stats.numbers.unread')} value={number(unread_messages)} />
      <One name={t('stats.numbers.met')} value={decided === 0 ? '–' : percent(sla.met / decided)}>
        {t('stats.numbers.broken', { breached: number(sla.breached), atRisk: number(sla.at_risk) })}
      </One>
      <One
        name={t('stats.numbers.rating')}
        value={csat.avg === null ? '–' : number(csat.avg, { maximumFractionDigits: 1 })}
      >
        {csat.satisfied_share !== null &&
          t('stats.numbers.satisfied', { share: percent(csat.satisfied_share) })}
      </One>
    </dl>
  )
}

const One = ({ name, value, children }: { name: string; value: string; children?: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className={styles.value}>{value}</dd>
    {children && <dd className={styles.more}>{children}</dd>}
  </div>
)
