import { useTranslation } from 'react-i18next'
import type { BackfillValue, NumbersValue, SweepValue } from '../../../src/sync/cursor-values.ts'
import styles from './crm-now.module.css'
import type { SyncStatus } from './sync-api.ts'

/** What of it is known by name is said in words; what is new since then shows its name. */
export function Progress({ name, value, is_claimed }: SyncStatus['progress'][number]) {
  const { t } = useTranslation()
  const [kind = '', pipeline = ''] = name.split(':')
  if (kind === 'backfill') {
    // The gateway writes it so, and shows it to look at alone.
    const { deals, timelines, finishedAt } = value as unknown as BackfillValue
    const last = deals.sections.at(-1)?.last ?? 0
    const left = deals.sections.reduce((sum, section) => sum + Math.max(0, section.last - section.after), 0)
    const span = Math.max(1, last - (deals.from ?? 0))
    const share = deals.isDone ? 1 : Math.min(1, Math.max(0, 1 - left / span))
    const ofTimelines = timelines.total === 0 ? 0 : timelines.promised / timelines.total
    const whole = finishedAt ? 1 : (share + (timelines.isDone ? 1 : ofTimelines)) / 2
    return (
      <>
        <strong>{t('admin.crm.backfill', { pipeline })}</strong>
        <progress
          className={styles.bar}
          max={1}
          value={whole}
          aria-label={t('admin.crm.backfill', { pipeline })}
        />
        <span>{t('admin.crm.backfillRows', { rows: deals.rows, percent: Math.round(whole * 100) })}</span>
      </>
    )
  }
  if (kind === 'sweep') {
    const { last } = value as unknown as SweepValue
    const failed = Object.keys(last?.failed ?? {}).length
    return (
      <>
        <strong>{t('admin.crm.sweep')}</strong>
        <span>
          {last && t('admin.crm.sweepFound', { seen: last.found.seen, changed: last.found.changed })}
          {failed > 0 &&
            ` ${t('admin.crm.sweepFailed', { streams: Object.keys(last?.failed ?? {}).join(', ') })}`}
        </span>
      </>
    )
  }
  if (kind === 'check-numbers') {
    const { last } = value as unknown as NumbersValue
    return (
      <>
        <strong>{t('admin.crm.numbers')}</strong>
        <span>{last && t('admin.crm.numbersFound', { listed: last.listed, missing: last.missingHere })}</span>
      </>
    )
  }
  return (
    <>
      <strong>
        {kind === 'drift-sample' ? t('admin.crm.sample') : kind === 'offline' ? t('admin.crm.offline') : name}
      </strong>
      <span>{is_claimed && t('admin.crm.underWay')}</span>
    </>
  )
}
