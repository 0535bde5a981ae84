import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'
import { useHalfMinutes } from '../ui/clock.ts'
import { describeTime } from '../ui/time.ts'
import type { BackfillStatus } from './sync-api.ts'

/** How far it has come, how fast it goes and what is left, in one line. */
export function useSaidOfBackfill(backfill: BackfillStatus, isCrmUp: boolean): string {
  const { t } = useTranslation()
  const nowMs = useHalfMinutes()
  const { state, phase, deals, done, total, per_second, left_seconds, since, finished_at } = backfill
  const locale = currentLocale()
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value)
  const moment = (at: string) => describeTime(new Date(at), new Date(nowMs), locale).text
  const come =
    phase === 'timelines'
      ? t('admin.backfill.timelines', { done: number(done), total: number(total) })
      : t('admin.backfill.deals', { count: deals, deals: number(deals) })
  const parts = {
    never: [t('admin.backfill.never')],
    waiting: [t('admin.backfill.waiting')],
    running: [
      come,
      ...(per_second === null || per_second < 1
        ? []
        : [t('admin.backfill.perSecond', { deals: number(per_second) })]),
      ...(left_seconds === null
        ? []
        : [t('admin.backfill.left', { time: describeMinutes(Math.ceil(left_seconds / 60), locale) })]),
      ...(isCrmUp ? [] : [t('admin.backfill.away')]),
    ],
    'broken-off': [come, t('admin.backfill.brokenOff')],
    done: [
      t('admin.backfill.done', {
        count: deals,
        deals: number(deals),
        when: finished_at ? moment(finished_at) : '',
      }),
    ],
  }[state]
  return [...parts, ...(since ? [t('admin.backfill.since', { since: moment(since) })] : [])].join(' · ')
}
