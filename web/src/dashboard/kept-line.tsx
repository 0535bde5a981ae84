import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dashboard } from './dashboard-queries.ts'
import styles from './kept-line.module.css'
import { number, percent, waited } from './words.ts'

/** What became of the period as a whole. */
export function KeptLine({ dashboard: { total, rating } }: { dashboard: Dashboard }) {
  const { t } = useTranslation()
  const { met, breached, met_share, first_response, resolution } = total
  return (
    <dl className={styles.line} aria-label={t('dashboard.kept.label')}>
      <Kept name={t('dashboard.kept.met')} value={met_share === null ? null : percent(met_share)}>
        {t('dashboard.kept.metOf', { met: number(met), decided: number(met + breached) })}
      </Kept>
      <Kept name={t('dashboard.kept.firstResponse')} value={timeOf(first_response.p50_s)}>
        {most(first_response.p90_s)}
      </Kept>
      <Kept name={t('dashboard.kept.resolution')} value={timeOf(resolution.p50_s)}>
        {most(resolution.p90_s)}
      </Kept>
      <Kept
        name={t('dashboard.kept.rating')}
        value={rating.average === null ? null : number(rating.average, { maximumFractionDigits: 1 })}
      >
        {t('dashboard.kept.ratings', { count: rating.count })}
      </Kept>
    </dl>
  )

  function timeOf(seconds: number | null) {
    return seconds === null ? null : t('dashboard.kept.half', { time: waited(seconds) })
  }
  function most(seconds: number | null) {
    return seconds === null ? '' : t('dashboard.kept.most', { time: waited(seconds) })
  }
}

function Kept({ name, value, children }: { name: string; value: string | null; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={styles.kept}>
      <dt>{name}</dt>
      {value === null ? (
        <dd className={styles.more}>{t('dashboard.kept.nothing')}</dd>
      ) : (
        <>
          <dd className={styles.value}>{value}</dd>
          <dd className={styles.more}>{children}</dd>
        </>
      )}
    </div>
  )
}
