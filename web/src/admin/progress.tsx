import { useTranslation } from 'react-i18next'
import type { NumbersValue, SweepValue } from '../../../src/sync/cursor-values.ts'
import type { SyncStatus } from './sync-api.ts'

/** What of it is known by name is said in words; what is new since then shows its name. */
export function Progress({ name, value, is_claimed }: SyncStatus['progress'][number]) {
  const { t } = useTranslation()
  const [kind = ''] = name.split(':')
  if (kind === 'sweep') {
    // The gateway writes it so, and shows it to look at alone.
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
